import { Menu, UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { plural, say } from '../../../contract/words/say.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { ProductionTag } from '../nameplates/HostMark.js'
import { hostName } from '../nameplates/nameplate-words.js'
import type { Nameplates } from '../nameplates/use-nameplates.js'
import { focusTerminalNext, showTab } from './arrange.js'
import { paneState } from './panes.js'
import classes from './TabMenu.module.css'
import { stateTone, stateWord } from './tab-state.js'
import { panesOf, type Tab, type Terminals } from './tabs.js'

/** For a bar that has no room for all of its tabs: how many there are, and each of them by name. */
export function TabMenu({ state, plates }: { state: Terminals; plates: Nameplates }) {
  const label = say`All ${plural(state.tabs.length, '# tabs', '# tabs')}`
  return (
    <Menu position="bottom-end" width={360} onClose={focusTerminalNext} returnFocus={false}>
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={label} title={label}>
          {state.tabs.length}
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''} aria-label={label}>
        {state.tabs.map((tab, n) => (
          <TabItem key={tab.id} tab={tab} number={n + 1} state={state} plates={plates} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface ItemProps {
  tab: Tab
  number: number
  state: Terminals
  plates: Nameplates
}

function TabItem({ tab, number, state, plates }: ItemProps) {
  const panes = panesOf(state, tab)
  const pane = panes.find(({ id }) => id === tab.focused)
  if (pane === undefined) return null
  const shown = tab.id === state.activeId
  const facts = [
    pane.session?.target,
    pane.title,
    panes.length > 1 ? say`${plural(panes.length, '# pane', '# panes')}` : '',
    paneState(pane) === 'open' ? '' : stateWord(pane),
  ]
  return (
    <Menu.Item
      ref={shown ? intoSight : null}
      className={classes.item ?? ''}
      aria-current={shown || undefined}
      leftSection={<StatusDot tone={stateTone(pane)}>{''}</StatusDot>}
      rightSection={
        <span className={classes.dim} aria-hidden>
          {number}
        </span>
      }
      onClick={() => showTab(tab.id)}
    >
      {hostName(pane.target, plates)} <ProductionTag plate={plates.get(pane.target.instanceId)} />{' '}
      <span className={classes.dim}>{facts.filter(Boolean).join(' · ')}</span>
    </Menu.Item>
  )
}

/** Of a long list, the part with the tab that is shown. */
function intoSight(item: HTMLElement | null): void {
  item?.scrollIntoView({ block: 'nearest' })
}
