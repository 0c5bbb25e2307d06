import { hear } from '../words/language.js'
import classes from './Consequences.module.css'

/** What will happen, as plain sentences, gravest first. */
export function Consequences({ sentences }: { sentences: string[] }) {
  return (
    <ul className={classes.list}>
      {sentences.map((sentence) => (
        <li key={sentence}>{hear(sentence)}</li>
      ))}
    </ul>
  )
}
