import {
  IconArrowsDiagonal,
  IconArrowsLeftRight,
  IconBaselineDensityMedium,
  IconBaselineDensitySmall,
  IconCloudPlus,
  IconCode,
  IconEar,
  IconEraser,
  IconFileImport,
  IconFileText,
  IconKey,
  IconKeyboard,
  IconLock,
  IconPlugConnected,
  IconPlus,
  IconProgress,
  IconRefresh,
  IconSearch,
  IconTerminal2,
  IconTextScan2,
  IconTransfer,
} from '@tabler/icons-react'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { readerKey } from '../../terminal/reader-key.js'
import { addingAccount } from '../accounts/AddAccountButton.js'
import { openForwardDialog } from '../forwards/forward-dialogs.js'
import type { SectionId } from '../frame/navigation.js'
import { showHelp } from '../help/help-store.js'
import { helpKey, terminalKeys } from '../help/written-keys.js'
import { openHostDialog } from '../hosts/host-dialogs.js'
import { creatingKey } from '../keys/create/creating-key.js'
import { fillWindow } from '../sessions/arrange.js'
import { paneCommands } from '../sessions/commands.js'
import { type Pane, paneState } from '../sessions/panes.js'
import { connectWaiting, reconnect } from '../sessions/sessions.js'
import { activePane } from '../sessions/tabs.js'
import { terminalStore } from '../sessions/terminals.js'
import { currentDensity, setDensity } from '../settings/density.js'
import { toggleReader } from '../settings/reader.js'
import { openSync } from '../sync/sync-store.js'
import { trayKey } from '../tray/tray-key.js'
import { toggleTray } from '../tray/tray-store.js'
import { lockKey } from '../vault/lock-key.js'
import type { PaletteItem } from './palette-item.js'

/** Something that the palette does. Whoever adds a screen adds what it can do to `actions`. */
export interface PaletteAction {
  id: string
  /** Its own words, as its button has them. */
  title: string
  /** Other words that it is found by. */
  words?: string
  shortcut?: string
  icon: PaletteItem['icon']
  /** The section that it is in. */
  section?: SectionId
  /** Absent: always. */
  isThere?(): boolean
  /** A promise is waited for: what it fails with is shown. */
  run(): unknown
}

const hasTerminals = () => terminalStore.get().panes.length > 0

/** What can be done with the terminal that has the keyboard, or had it last. */
const paneActions = paneCommands
  .flat()
  .filter(({ walks }) => !walks)
  .map(({ label, key, run }): PaletteAction => {
    const shortcut = key === null ? {} : { shortcut: key.written }
    return {
      id: label,
      title: label,
      words: 'terminal',
      icon: IconTerminal2,
      isThere: hasTerminals,
      run,
      ...shortcut,
    }
  })

const shownPane = () => activePane(terminalStore.get())

/** Something that is done in the terminal that has the keyboard, or had it last. */
function inTerminal(
  action: Omit<PaletteAction, 'run' | 'isThere'>,
  work: (pane: Pane) => void,
): PaletteAction {
  return {
    ...action,
    isThere: hasTerminals,
    run() {
      const pane = shownPane()
      if (pane !== undefined) work(pane)
    },
  }
}

const useActions: PaletteAction[] = [
  {
    ...inTerminal(
      {
        id: 'reconnect',
        title: say`Reconnect`,
        words: say`connect again terminal session`,
        icon: IconPlugConnected,
      },
      ({ id }) => reconnect(id),
    ),
    isThere() {
      const pane = shownPane()
      return pane !== undefined && ['ended', 'lost', 'waiting'].includes(paneState(pane))
    },
  },
  {
    id: 'connect-waiting',
    title: say`Connect all tabs of last time`,
    words: say`reconnect restore waiting terminal session`,
    icon: IconPlugConnected,
    isThere: () => terminalStore.get().panes.some((pane) => paneState(pane) === 'waiting'),
    run: connectWaiting,
  },
  inTerminal(
    {
      id: 'find',
      title: say`Find in the terminal…`,
      words: say`search scrollback`,
      shortcut: terminalKeys.find,
      icon: IconSearch,
    },
    ({ terminal }) => terminal.use.search.open(),
  ),
  inTerminal(
    {
      id: 'snippets',
      title: say`Snippets…`,
      words: say`insert command macro terminal`,
      shortcut: terminalKeys.snippets,
      icon: IconCode,
    },
    ({ terminal }) => terminal.use.change({ snippets: true }),
  ),
  inTerminal(
    {
      id: 'lines',
      title: say`Lines of the terminal as text…`,
      words: say`scrollback history select copy screen reader accessible view`,
      shortcut: terminalKeys.lines,
      icon: IconTextScan2,
    },
    ({ terminal }) => terminal.use.showLines(),
  ),
  {
    ...inTerminal(
      { id: 'log', title: say`Log the session to a file…`, words: say`record terminal`, icon: IconFileText },
      ({ terminal }) => terminal.use.change({ logging: true }),
    ),
    isThere() {
      const pane = shownPane()
      return pane !== undefined && paneState(pane) === 'open'
    },
  },
  inTerminal(
    { id: 'clear', title: say`Clear scrollback`, words: say`erase terminal`, icon: IconEraser },
    ({ terminal }) => terminal.use.clear(),
  ),
]

const densities = (['compact', 'comfortable'] as const).map(
  (density): PaletteAction => ({
    id: density,
    title: density === 'compact' ? say`Compact rows` : say`Comfortable rows`,
    words: say`density table height dense view settings`,
    icon: density === 'compact' ? IconBaselineDensitySmall : IconBaselineDensityMedium,
    isThere: () => currentDensity() !== density,
    run: () => setDensity(density),
  }),
)

/** All that the palette does beside leading somewhere, the most wanted first. */
export const actions: readonly PaletteAction[] = [
  {
    id: 'refresh',
    title: say`Refresh instances`,
    words: say`reload accounts clouds inventory`,
    icon: IconRefresh,
    section: 'instances',
    run: () => rpc.instances.refresh({}),
  },
  {
    id: 'create-key',
    title: say`Create key pair…`,
    words: say`new key generate ssh-keygen`,
    icon: IconKey,
    section: 'keys',
    run: () => creatingKey.change(() => 'ed25519'),
  },
  {
    id: 'add-account',
    title: say`Add account…`,
    words: say`new cloud connect`,
    icon: IconCloudPlus,
    section: 'accounts',
    run: () => addingAccount.change(() => true),
  },
  {
    id: 'add-host',
    title: say`Add host…`,
    words: say`new server own`,
    icon: IconPlus,
    section: 'instances',
    run: () => openHostDialog({ kind: 'add' }),
  },
  {
    id: 'import-hosts',
    title: say`Import hosts from SSH config…`,
    words: say`ssh_config known_hosts own`,
    icon: IconFileImport,
    section: 'instances',
    run: () => openHostDialog({ kind: 'import' }),
  },
  {
    id: 'forward',
    title: say`Forward a port…`,
    words: say`tunnel socks proxy local remote dynamic -L -R -D`,
    icon: IconArrowsLeftRight,
    section: 'forwards',
    run: () => openForwardDialog({ kind: 'add', instanceId: shownPane()?.target.instanceId ?? null }),
  },
  {
    id: 'sync',
    title: say`Sync keys to accounts…`,
    words: say`push rules plan`,
    icon: IconTransfer,
    run: () => openSync('plan'),
  },
  {
    id: 'tray',
    title: say`Work under way`,
    words: say`tray activity progress running jobs tasks failed cancel retry`,
    shortcut: trayKey.written,
    icon: IconProgress,
    run: toggleTray,
  },
  {
    id: 'fill',
    title: say`Fill the window with the terminals`,
    words: say`full maximise maximize zoom`,
    icon: IconArrowsDiagonal,
    isThere: () => hasTerminals() && !terminalStore.get().full,
    run: () => fillWindow(true),
  },
  {
    id: 'unfill',
    title: say`Terminals back below the section`,
    words: say`full window restore`,
    icon: IconArrowsDiagonal,
    isThere: () => hasTerminals() && terminalStore.get().full,
    run: () => fillWindow(false),
  },
  {
    id: 'clear-recent',
    title: say`Clear recent sessions`,
    words: say`forget history`,
    icon: IconEraser,
    run: () => rpc.sessions.clearRecent(),
  },
  {
    id: 'shortcuts',
    title: say`Keyboard shortcuts…`,
    words: say`help keys hotkeys cheat sheet`,
    shortcut: helpKey,
    icon: IconKeyboard,
    run: showHelp,
  },
  {
    id: 'lock',
    title: say`Lock the vault`,
    words: say`log out close`,
    shortcut: lockKey.written,
    icon: IconLock,
    run: () => rpc.vault.lock(),
  },
  {
    id: 'read-out',
    title: say`Have terminals read out, or no longer`,
    words: say`screen reader accessibility blind speech settings`,
    shortcut: readerKey.written,
    icon: IconEar,
    run: toggleReader,
  },
  ...densities,
  ...useActions,
  ...paneActions,
]
