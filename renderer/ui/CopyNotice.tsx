import { IconCheck } from '@tabler/icons-react'
import { useCallback, useEffect } from 'react'
import { say } from '../../contract/words/say.js'
import { useStore } from '../features/store.js'
import { CopyByHand } from './CopyByHand.js'
import classes from './CopyNotice.module.css'
import { lastCopied } from './copy.js'

/** As long as the buttons that copy say so themselves, and long enough to be read below the window. */
const SHOWN_MS = 2500

/** What came of what a menu was to copy: "Copied" for a moment, or the text where the clipboard refused. */
export function CopyNotice() {
  const last = useStore(lastCopied)
  const forget = useCallback(() => lastCopied.change((now) => (now === last ? null : now)), [last])
  useEffect(() => {
    if (last?.copied !== true) return
    const timer = setTimeout(forget, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [last, forget])
  return (
    <>
      <div role="status" className={classes.place}>
        {last?.copied && (
          <div className={classes.copied}>
            <IconCheck size={16} aria-hidden />
            <span className={classes.word}>{say`Copied`}</span>
            <span className={`${classes.text} lk-mono`}>{last.text}</span>
          </div>
        )}
      </div>
      {last?.copied === false && <CopyByHand text={last.text} onClose={forget} />}
    </>
  )
}
