import { Tabs, VisuallyHidden } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import { StatusDot } from '../../ui/StatusDot.js'
import type { Tone } from '../../ui/tone.js'
import classes from './TerminalDock.module.css'
import { type Tab, type TabState, tabState } from './tabs.js'

const tones: Record<TabState, Tone> = { connecting: 'busy', open: 'ok', ended: 'idle', lost: 'danger' }
const words: Record<Exclude<TabState, 'lost'>, string> = {
  connecting: 'connecting',
  open: 'connected',
  ended: 'ended',
}

/** One tab: state, instance, user@host. Its cross, the middle button and Del close it. */
export function TerminalTab({ tab, onClose }: { tab: Tab; onClose: () => void }) {
  const state = tabState(tab)
  const word = state === 'lost' ? (tab.wasOpen ? 'connection lost' : 'not connected') : words[state]
  const target = tab.session?.target ?? ''
  const onClick = (event: MouseEvent) => {
    if (!(event.target as Element).closest('[data-close]')) return
    event.preventDefault()
    onClose()
  }
  return (
    <Tabs.Tab
      value={tab.id}
      className={classes.tab}
      title={[`${tab.target.instanceName} ${target}`, word, tab.title].filter(Boolean).join('\n')}
      onClick={onClick}
      onAuxClick={(event) => event.button === 1 && onClose()}
      onKeyDown={(event) => event.key === 'Delete' && onClose()}
      leftSection={<StatusDot tone={tones[state]}>{''}</StatusDot>}
      rightSection={<IconX size={14} data-close aria-hidden className={classes.cross} />}
    >
      {tab.target.instanceName} <span className={classes.dim}>{target}</span>
      <VisuallyHidden>, {word}</VisuallyHidden>
    </Tabs.Tab>
  )
}
