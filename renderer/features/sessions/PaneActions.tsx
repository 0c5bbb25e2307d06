import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconLayoutColumns, IconLayoutRows } from '@tabler/icons-react'
import { Fragment } from 'react'
import { say } from '../../../contract/words/say.js'
import { focusTerminalNext } from './arrange.js'
import { type PaneCommand, paneCommands } from './commands.js'
import { splitPane } from './sessions.js'
import { activePane, type Terminals } from './tabs.js'

/** What can be done with the pane that has the keyboard: the two most wanted as buttons, all in a menu with their keys. */
export function PaneActions({ state }: { state: Terminals }) {
  return (
    <>
      <Tooltip label={say`Split right (Ctrl+Shift+E)`}>
        <ActionIcon aria-label={say`Split right`} onClick={() => splitPane('right')}>
          <IconLayoutColumns size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={say`Split down (Ctrl+Shift+O)`}>
        <ActionIcon aria-label={say`Split down`} onClick={() => splitPane('down')}>
          <IconLayoutRows size={16} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" onClose={focusTerminalNext} returnFocus={false}>
        <Menu.Target>
          <Tooltip label={say`Tabs and panes`}>
            <ActionIcon aria-label={say`Tabs and panes`}>
              <IconDots size={16} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{activePane(state)?.target.instanceName}</Menu.Label>
          {paneCommands.map((group, n) => (
            <Fragment key={group[0]?.label}>
              {n > 0 && <Menu.Divider />}
              {group.map((command) => (
                <CommandItem key={command.label} command={command} />
              ))}
            </Fragment>
          ))}
          <Menu.Divider />
          <Menu.Label>{say`Next and previous tab: Ctrl+Tab, Ctrl+Shift+Tab`}</Menu.Label>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

function CommandItem({ command: { label, key, run } }: { command: PaneCommand }) {
  return (
    <Menu.Item rightSection={key !== null && <kbd>{key.written}</kbd>} onClick={run}>
      {label}
    </Menu.Item>
  )
}
