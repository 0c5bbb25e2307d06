import type { ReactNode } from 'react'
import type { Trust } from '../../../contract/map.js'
import { say } from '../../../contract/words/say.js'
import { ageText, timeText } from '../../ui/age.js'
import { TrustDot, type TrustGrade } from '../../ui/TrustDot.js'
import { rich } from '../../words/rich.js'
import classes from './map.module.css'

/** The three grades of one key on one instance, each with its source; what is not known is not shown. `now` in ms. */
export function TrustLines({ trust: { declared, observed, proven }, now }: { trust: Trust; now: number }) {
  return (
    <>
      {declared.length > 0 && <Line grade="declared">{say`declared as ${declared.join(', ')}`}</Line>}
      {observed.map(({ user, path, at, options }) => (
        <Line key={path} grade="observed">
          {rich`observed for ${user}, ${<span title={`${path}\n${timeText(at)}`}>{ageText(at, now)}</span>}`}
          {options !== '' && <>{rich`, with ${<span className={classes.mono}>{options}</span>}`}</>}
        </Line>
      ))}
      {proven.map(({ user, at, outdatedAt }) => (
        <Line key={user} grade={outdatedAt === undefined ? 'proven' : null}>
          {outdatedAt === undefined ? say`proven as ${user},` : say`was proven as ${user},`}{' '}
          <span title={timeText(at)}>{ageText(at, now)}</span>
          {outdatedAt !== undefined && (
            <>
              {say`; out of date: the cloud replaced the key`}{' '}
              <span title={timeText(outdatedAt)}>{ageText(outdatedAt, now)}</span>
            </>
          )}
        </Line>
      ))}
    </>
  )
}

function Line({ grade, children }: { grade: TrustGrade | null; children: ReactNode }) {
  return (
    <div className={classes.grade}>
      {grade !== null && <TrustDot grade={grade} />}
      <span>{children}</span>
    </div>
  )
}
