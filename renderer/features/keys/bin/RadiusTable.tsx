import type { RadiusPlace } from '../../../../contract/keys.js'
import { numberText, say } from '../../../../contract/words/say.js'
import { ageText, useNow } from '../../../ui/age.js'
import { Folded } from '../../../ui/Folded.js'
import { PlainTable } from '../../../ui/PlainTable.js'
import { TrustDot, type TrustGrade } from '../../../ui/TrustDot.js'
import classes from './RadiusTable.module.css'
import { leftWords } from './radius-words.js'

/** So many rows are shown at once; the rest is folded away. */
const SHOWN = 8

interface Props {
  /** Gravest first. */
  places: RadiusPlace[]
  /** Whether it says what opens each instance afterwards. */
  after: boolean
}

/** The instances that trust a key: declared, observed and proven apart, and what opens each without it. */
export function RadiusTable({ places, after }: Props) {
  if (places.length === 0) return null
  const rest = places.slice(SHOWN)
  return (
    <div className={classes.places}>
      <Rows places={places.slice(0, SHOWN)} after={after} label={say`Instances that trust it`} />
      {rest.length > 0 && (
        <Folded summary={say`${numberText(rest.length)} more`}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
          <section className={classes.rest} tabIndex={0} aria-label={say`More instances that trust it`}>
            <Rows places={rest} after={after} label={say`More instances`} />
          </section>
        </Folded>
      )}
    </div>
  )
}

function Rows({ places, after, label }: Props & { label: string }) {
  const now = useNow()
  return (
    <PlainTable className={classes.table} aria-label={label}>
      <thead>
        <tr>
          <th>{say`Instance`}</th>
          <th>{say`Declared`}</th>
          <th>{say`Observed`}</th>
          <th>{say`Proven`}</th>
          {after && <th>{say`Without it`}</th>}
        </tr>
      </thead>
      <tbody>
        {places.map((place) => (
          <tr key={place.instanceId} data-lost={(after && place.left !== 'proven') || undefined}>
            <th scope="row">
              {place.instanceName}
              {place.accountName !== null && <span className={classes.dim}> {place.accountName}</span>}
            </th>
            <Grade grade="declared" words={place.isDeclared ? say`yes` : null} />
            <Grade grade="observed" words={place.isObserved ? say`yes` : null} />
            <Grade grade="proven" words={place.provenAt === null ? null : ageText(place.provenAt, now)} />
            {after && <td className={classes.left}>{leftWords(place)}</td>}
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Grade({ grade, words }: { grade: TrustGrade; words: string | null }) {
  if (words === null) return <td className={classes.dim}>–</td>
  return (
    <td>
      <TrustDot grade={grade} /> {words}
    </td>
  )
}
