import { useQuery } from '@tanstack/react-query'
import { otherClouds } from '../../../../contract/cloud-key-types.js'
import type { KeyType } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { api } from '../../../api/queries.js'
import { hear } from '../../../words/language.js'
import classes from './CloudAdvice.module.css'

/** Which clouds take a type of key, those that Latchkey has accounts for first; more on each behind it. */
export function CloudAdvice({ type }: { type: KeyType }) {
  const kinds =
    useQuery({ ...api.accounts.kinds.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data ?? []
  const clouds = [...kinds.map(({ label, keyTypes }) => ({ label, ...keyTypes })), ...otherClouds]
  const named = (taken: boolean) =>
    clouds.filter(({ accepts }) => accepts.includes(type) === taken).map(({ label }) => label)
  const refusing = named(false)
  return (
    <details>
      <summary>
        {say`Taken by ${named(true).join(', ')}.`}
        {refusing.length > 0 && ` ${say`Not taken by ${refusing.join(', ')}.`}`}
      </summary>
      <ul className={classes.notes}>
        {clouds.map(({ label, note }) => (
          <li key={label}>{hear(note)}</li>
        ))}
      </ul>
    </details>
  )
}
