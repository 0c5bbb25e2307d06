import type { Said } from '../../contract/words/said.js'
import { hear } from '../words/language.js'
import classes from './Consequences.module.css'

/** What will happen, as plain sentences, gravest first. */
export function Consequences({ sentences }: { sentences: Said[] }) {
  return (
    <ul className={classes.list}>
      {sentences.map(hear).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
