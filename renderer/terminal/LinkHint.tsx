import { say } from '../../contract/words/say.js'
import classes from './LinkHint.module.css'
import { type Link, linkFacts } from './link-facts.js'

/** Beside the mouse: where the link under it leads. */
export function LinkHint({ link, x, y }: { link: Link; x: number; y: number }) {
  const facts = linkFacts(link)
  if (facts === null) return null
  const { before, host, after } = facts
  const keys = /Mac/.test(navigator.platform) ? 'Cmd' : 'Ctrl'
  const left = Math.max(8, Math.min(x, window.innerWidth - 440))
  const below = y < window.innerHeight - 90
  const place = below ? { top: y + 18 } : { bottom: window.innerHeight - y + 12 }
  return (
    <div role="tooltip" className={classes.hint} style={{ left, ...place }}>
      <div className={classes.address}>
        {before}
        <strong>{host}</strong>
        {after}
      </div>
      <div className={classes.dim}>{say`${keys}+click asks before it opens`}</div>
    </div>
  )
}
