import { Checkbox } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { DesktopState } from '../../../contract/desktop.js'
import type { DesktopSettings as Desktop } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { hear } from '../../words/language.js'
import { SettingsGroup } from './SettingsGroup.js'
import { UpdateSettings } from './UpdateSettings.js'
import { useSettings } from './use-settings.js'

interface Props {
  desktop: Desktop
  state: DesktopState
}

const isMac = globalThis.navigator?.platform?.startsWith('Mac') ?? false

/** What the desktop app does beside its windows. */
export function DesktopSettings({ desktop, state }: Props) {
  const { save } = useSettings()
  const ask = useMutation(api.desktop.ask.mutationOptions())
  const set = (part: Partial<Desktop>) =>
    save.mutate((before) => ({ ...before, desktop: { ...before.desktop, ...part } }))
  const { on, why } = state.startAtLogin
  return (
    <SettingsGroup title={say`Desktop`} save={save}>
      <Checkbox
        label={say`Notify when long work has ended`}
        description={say`Copies, sync, bindings, key pairs and readings of instances that took ten seconds or more, while no window of Latchkey is in front. While the vault is locked nothing is named.`}
        checked={desktop.notifications}
        onChange={(event) => set({ notifications: event.currentTarget.checked })}
      />
      <Checkbox
        label={say`Start at login`}
        description={hear(why ?? undefined) ?? say`In the tray alone, with the vault locked.`}
        checked={on}
        disabled={why !== null}
        onChange={(event) => ask.mutate({ wish: 'start-at-login', on: event.currentTarget.checked })}
      />
      {!isMac && (
        <Checkbox
          label={say`Stay in the tray when the last window is closed`}
          description={say`Forwards and copies go on. Quit is in the menu of the tray icon.`}
          checked={desktop.staysInTray}
          onChange={(event) => set({ staysInTray: event.currentTarget.checked })}
        />
      )}
      <UpdateSettings
        looks={desktop.updates === 'look'}
        onLooks={(looks) => set({ updates: looks ? 'look' : 'off' })}
        state={state.updates}
        onStep={(step) => ask.mutate({ wish: 'update', step })}
      />
      {ask.error !== null && <ErrorMessage problem={errorInfo(ask.error)} />}
    </SettingsGroup>
  )
}
