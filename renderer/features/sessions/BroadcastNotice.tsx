import { Button } from '@mantine/core'
import { IconBroadcast } from '@tabler/icons-react'
import { plural, say } from '../../../contract/words/say.js'
import { hostWords } from '../nameplates/nameplate-words.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { endBroadcast, focusTerminal } from './arrange.js'
import classes from './TerminalDock.module.css'
import type { Terminals } from './tabs.js'

/** Over the terminals while what is typed in one goes to several. */
export function BroadcastNotice({ state }: { state: Terminals }) {
  const { receivers, panes } = state
  const plates = useNameplates()
  if (receivers.length === 0) return null
  const names = panes
    .filter(({ id }) => receivers.includes(id))
    .map(({ target }) => hostWords(target, plates))
  const end = () => {
    endBroadcast()
    focusTerminal()
  }
  return (
    <div className={classes.broadcast} role="status">
      <IconBroadcast size={16} aria-hidden />
      <span className={classes.words}>
        <strong>
          {say`${plural(names.length, 'One terminal is chosen. Choose others in their lines.', 'What you type goes to # terminals:')}`}
        </strong>{' '}
        {names.length > 1 && [...new Set(names)].join(', ')}
      </span>
      <Button h={24} px="sm" variant="default" onClick={end}>
        {say`Type in one again`}
      </Button>
    </div>
  )
}
