import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ErrorInfo } from '../../contract/errors.js'
import { plural, say } from '../../contract/words/say.js'
import { ErrorMessage } from './ErrorMessage.js'
import classes from './Failures.module.css'

/** So many are shown at once. */
const FIRST = 3

interface Props {
  failures: readonly { name: string; problem: ErrorInfo }[]
  /** How many there are in all; not all may be told one by one. */
  failed: number
}

/** What failed of several, each with why and what helps: the first, and the others on demand. */
export function Failures({ failures, failed }: Props) {
  const [all, setAll] = useState(false)
  if (failures.length === 0 && failed === 0) return null
  const shown = all ? failures : failures.slice(0, FIRST)
  return (
    <>
      <ul className={classes.failures}>
        {shown.map(({ name, problem }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name, and none is moved
          <li key={index}>
            <ErrorMessage about={name} problem={problem} quiet />
          </li>
        ))}
      </ul>
      {shown.length < failures.length && (
        <Button h={24} px="sm" variant="subtle" className={classes.more} onClick={() => setAll(true)}>
          {say`Show ${plural(failures.length - shown.length, '# more that failed', '# more that failed')}`}
        </Button>
      )}
      {shown.length === failures.length && failed > failures.length && (
        <p className={classes.dim}>{say`And ${plural(failed - failures.length, '# more.', '# more.')}`}</p>
      )}
    </>
  )
}
