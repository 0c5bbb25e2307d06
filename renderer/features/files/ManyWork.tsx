import { shownName } from '../../../contract/file-names.js'
import type { FileProgress } from '../../../contract/files.js'
import { plural, say } from '../../../contract/words/say.js'
import { numberText } from '../../ui/number-text.js'
import { ProgressBar } from '../../ui/ProgressBar.js'
import { hear } from '../../words/language.js'
import classes from './files.module.css'

/** How far work on many files is, and what of it failed. `of`: how many there are, as far as they were counted. */
export function ManyWork({
  label,
  work,
  of,
}: {
  label: string
  work: FileProgress | undefined
  of: number | null
}) {
  const done = work?.done ?? 0
  const failed = work?.failed ?? 0
  return (
    <div role="status">
      {!work?.complete && (
        <ProgressBar label={label} progress={of === null ? null : { done, of: Math.max(of, done, 1) }} />
      )}
      <p style={{ margin: '4px 0', overflowWrap: 'anywhere' }}>
        {of === null
          ? say`${numberText(done)} done`
          : say`${numberText(done)} of ${numberText(Math.max(of, done))} done`}
        {work?.current != null && `: ${shownName(work.current)}`}
      </p>
      {failed > 0 && (
        <>
          <p style={{ margin: '4px 0' }}>
            {say`${plural(failed, 'One failed:', '# failed; the first of them:')}`}
          </p>
          <ul className={classes.lines}>
            {work?.problems.map(({ path, problem }) => (
              <li key={path}>
                {shownName(path)}: {hear(problem.message)}
              </li>
            ))}
          </ul>
          {work !== undefined && work.kept > 0 && (
            <p style={{ margin: '4px 0' }}>
              {say`${plural(work.kept, 'One folder is kept for what is left in it.', '# folders are kept for what is left in them.')}`}
            </p>
          )}
        </>
      )}
    </div>
  )
}
