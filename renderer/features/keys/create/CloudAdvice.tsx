import { useQuery } from '@tanstack/react-query'
import { otherClouds } from '../../../../contract/cloud-key-types.js'
import type { KeyType } from '../../../../contract/keys.js'
import { api } from '../../../api/queries.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import classes from './CloudAdvice.module.css'

/** Which clouds take a type of key, those that Latchkey has accounts for first. */
export function CloudAdvice({ type }: { type: KeyType }) {
  const kinds =
    useQuery({ ...api.accounts.kinds.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data ?? []
  const clouds = [...kinds.map(({ label, keyTypes }) => ({ label, ...keyTypes })), ...otherClouds]
  return (
    <ul className={classes.clouds} aria-label="What clouds take">
      {clouds.map(({ label, accepts, note }) => {
        const taken = accepts.includes(type)
        return (
          <li key={label}>
            <StatusDot
              tone={taken ? 'ok' : 'danger'}
            >{`${label} ${taken ? 'takes it' : 'refuses it'}`}</StatusDot>
            <span className={classes.note}>{note}</span>
          </li>
        )
      })}
    </ul>
  )
}
