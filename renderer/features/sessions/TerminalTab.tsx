import { Tabs, VisuallyHidden } from '@mantine/core'
import { IconBell, IconX } from '@tabler/icons-react'
import { type MouseEvent, useEffect, useRef } from 'react'
import { plural, say } from '../../../contract/words/say.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { ProductionTag } from '../nameplates/HostMark.js'
import { colourWords, hostName } from '../nameplates/nameplate-words.js'
import type { Nameplates } from '../nameplates/use-nameplates.js'
import { focusTerminal } from './arrange.js'
import { useRung } from './bells.js'
import { askToCloseTab } from './commands.js'
import { endDrag, startDrag } from './drag.js'
import classes from './TerminalDock.module.css'
import { stateTone, stateWord } from './tab-state.js'
import { panesOf, type Tab, type Terminals } from './tabs.js'

interface Props {
  tab: Tab
  plates: Nameplates
  state: Terminals
  /** On which side of it a drop would go. */
  mark: 'before' | 'after' | undefined
  onMenu: (event: MouseEvent) => void
}

/** One tab: state, instance, user@host of its focused pane. Its cross, the middle button and Del close it. */
export function TerminalTab({ tab, plates, state, mark, onMenu }: Props) {
  const panes = panesOf(state, tab)
  const pane = panes.find(({ id }) => id === tab.focused)
  const rung = useRung(
    panes.map(({ id }) => id),
    tab.id === state.activeId,
  )
  const target = pane?.session?.target ?? ''
  const ref = useShownWhile(tab.id === state.activeId, target)
  if (pane === undefined) return null
  const word = stateWord(pane)
  const onClose = () => askToCloseTab(tab.id)
  const { instanceName } = pane.target
  const plate = plates.get(pane.target.instanceId)
  const name = hostName(pane.target, plates)
  const onClick = (event: MouseEvent) => {
    // By Enter on the tab that is shown, the keyboard goes back into its terminal.
    if (event.detail === 0 && tab.id === state.activeId) focusTerminal()
    if (!(event.target as Element).closest('[data-close]')) return
    event.preventDefault()
    onClose()
  }
  return (
    <Tabs.Tab
      ref={ref}
      value={tab.id}
      className={classes.tab}
      classNames={{ tabLabel: classes.words ?? '' }}
      title={[`${instanceName} ${target}`, word, plate?.colour && colourWords[plate.colour], pane.title]
        .filter(Boolean)
        .join('\n')}
      draggable
      data-host-colour={plate?.colour ?? undefined}
      data-mark={mark}
      data-receives={panes.some(({ id }) => state.receivers.includes(id)) || undefined}
      onDragStart={(event) => startDrag(event, { kind: 'tab', id: tab.id })}
      onDragEnd={endDrag}
      onClick={onClick}
      onContextMenu={onMenu}
      onAuxClick={(event) => event.button === 1 && onClose()}
      onKeyDown={(event) => event.key === 'Delete' && onClose()}
      leftSection={<StatusDot tone={stateTone(pane)}>{''}</StatusDot>}
      rightSection={<IconX size={14} data-close aria-hidden className={classes.cross} />}
    >
      {name} <ProductionTag plate={plate} /> <span className={classes.dim}>{target}</span>
      {panes.length > 1 && (
        <span className={classes.count}>{say`${plural(panes.length, '# pane', '# panes')}`}</span>
      )}
      {rung && <IconBell size={14} aria-hidden />}
      <VisuallyHidden>
        , {word}
        {rung && ', rang'}
      </VisuallyHidden>
    </Tabs.Tab>
  )
}

/** For the tab's element: of more tabs than the bar has room for, the one that is used is in sight. `text` makes it wider. */
function useShownWhile(active: boolean, text: string) {
  const ref = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another text the tab has another width.
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active, text])
  return ref
}
