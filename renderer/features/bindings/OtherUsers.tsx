import type { BindResult } from '../../../contract/bindings.js'
import { hear } from '../../words/language.js'
import classes from './bindings.module.css'

/** What became of a binding for further users, each by itself. */
export function OtherUsers({ others }: { others: NonNullable<BindResult['others']> }) {
  return (
    <ul className={`${classes.consequences} ${classes.said}`}>
      {others.map(({ user, outcome, message }) => (
        <li key={user}>
          {outcome === 'failed' && <strong>{user}: </strong>}
          {hear(message)}
        </li>
      ))}
    </ul>
  )
}
