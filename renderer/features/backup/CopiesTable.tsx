import { Button } from '@mantine/core'
import type { ProfileCopy } from '../../../contract/backup.js'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { byteText } from '../../ui/byte-text.js'
import classes from './CopiesTable.module.css'
import { keysWords, reasonWords } from './copy-words.js'

interface Props {
  copies: ProfileCopy[]
  /** On the button of each. */
  verb: string
  onChoose: (copy: ProfileCopy) => void
}

/** The copies of the profile: when, why, how much. */
export function CopiesTable({ copies, verb, onChoose }: Props) {
  return (
    <table className={classes.table} aria-label={say`Copies of the profile`}>
      <thead>
        <tr>
          <th>{say`Kept`}</th>
          <th>{say`Holds`}</th>
          <th>{say`Size`}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {copies.map((copy) => (
          <tr key={copy.name}>
            <th scope="row">
              {timeText(copy.at)}
              <div className={classes.small}>{reasonWords(copy)}</div>
            </th>
            <td>{keysWords(copy)}</td>
            <td className={classes.number}>{byteText(copy.bytes)}</td>
            <td>
              {copy.keys !== null && (
                <Button
                  variant="default"
                  aria-label={say`${verb} the copy of ${timeText(copy.at)}`}
                  onClick={() => onChoose(copy)}
                >
                  {verb}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
