import { ActionIcon, Tabs, Tooltip } from '@mantine/core'
import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2, IconX } from '@tabler/icons-react'
import { type DragEvent, useEffect, useRef, useState, type WheelEvent } from 'react'
import { say } from '../../../contract/words/say.js'
import { PaneMenu } from '../../terminal/PaneMenu.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { useStore } from '../store.js'
import { fillWindow, focusTerminal, showTab } from './arrange.js'
import { askToClose } from './commands.js'
import { dragStore, dropOnBar, endDrag, tabIndexAt } from './drag.js'
import { PaneActions } from './PaneActions.js'
import { arrangeItems } from './pane-menu.js'
import { TabMenu } from './TabMenu.js'
import classes from './TerminalDock.module.css'
import { TerminalTab } from './TerminalTab.js'
import type { Terminals } from './tabs.js'
import { useOverflow } from './use-overflow.js'

/** The tabs, and what can be done with the terminal that is shown. Tabs and panes can be dropped between the tabs. */
export function TabBar({ state }: { state: Terminals }) {
  const { tabs, full } = state
  const dragged = useStore(dragStore)
  const [dropAt, setDropAt] = useState<number | null>(null)
  const [menu, openMenu] = useState<{ x: number; y: number } | null>(null)
  const plates = useNameplates()
  const list = useRef<HTMLDivElement>(null)
  const overflows = useOverflow(
    list,
    tabs.map(({ id }) => id),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu takes room from the tabs
  useEffect(() => showUsedTab(list.current), [overflows])
  const onDragOver = (event: DragEvent) => {
    if (dragged === null) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
    setDropAt(tabIndexAt(event.currentTarget, event.clientX))
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    endDrag()
    if (dragged !== null) dropOnBar(dragged, tabIndexAt(event.currentTarget, event.clientX))
  }
  const closeMenu = () => {
    openMenu(null)
    focusTerminal()
  }
  const mark = dragged === null ? null : dropAt
  return (
    <div className={classes.bar}>
      <Tabs.List
        ref={list}
        onWheel={turnSideways}
        aria-label={say`Terminals`}
        className={classes.list}
        onDragOver={onDragOver}
        onDragLeave={() => setDropAt(null)}
        onDrop={onDrop}
      >
        {tabs.map((tab, n) => (
          <TerminalTab
            key={tab.id}
            tab={tab}
            plates={plates}
            onMenu={(event) => {
              event.preventDefault()
              showTab(tab.id)
              openMenu({ x: event.clientX, y: event.clientY })
            }}
            state={state}
            mark={mark === n ? 'before' : mark === tabs.length && n === tabs.length - 1 ? 'after' : undefined}
          />
        ))}
      </Tabs.List>
      {menu !== null && <PaneMenu at={menu} groups={arrangeItems()} onClose={closeMenu} />}
      {overflows && <TabMenu state={state} plates={plates} />}
      <PaneActions state={state} />
      <FillButton full={full} />
      <Tooltip label={say`Close this terminal`}>
        <ActionIcon aria-label={say`Close this terminal`} onClick={() => askToClose()}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function showUsedTab(list: HTMLElement | null): void {
  list?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

/** A wheel that turns up and down walks along the tabs, as in browsers. */
function turnSideways({ currentTarget, deltaX, deltaY }: WheelEvent): void {
  if (deltaX === 0) currentTarget.scrollLeft += deltaY
}

function FillButton({ full }: { full: boolean }) {
  const label = full ? say`Back below the section` : say`Fill the window`
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        onClick={() => {
          fillWindow(!full)
          focusTerminal()
        }}
      >
        {full ? <IconArrowsDiagonalMinimize2 size={16} /> : <IconArrowsDiagonal size={16} />}
      </ActionIcon>
    </Tooltip>
  )
}
