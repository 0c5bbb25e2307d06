import { Button } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { useState } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { isReaderKey, readerKey } from '../../terminal/reader-key.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Notice } from '../../ui/Notice.js'
import { useStore } from '../store.js'
import { readerNews, toggleReader } from './reader.js'

/** Alt+Shift+F1 has terminals read out, or no longer, and this says which: who pressed it may see nothing of it. */
export function ReaderNotice({ covered }: { covered: boolean }) {
  const news = useStore(readerNews)
  const [problem, setProblem] = useState<ErrorInfo | null>(null)
  useWindowEvent(
    'keydown',
    (event) => {
      if (covered || !isReaderKey(event)) return
      event.preventDefault()
      event.stopPropagation()
      if (event.repeat) return
      setProblem(null)
      toggleReader().catch((error: unknown) => setProblem(errorInfo(error)))
    },
    { capture: true },
  )
  if (problem !== null) return <ErrorMessage problem={problem} />
  return (
    <div role="status">
      {news !== null && (
        <Notice
          beside="above"
          actions={
            <Button variant="default" onClick={() => readerNews.change(() => null)}>
              {say`Dismiss`}
            </Button>
          }
        >
          {news === 'on'
            ? say`What terminals print is read out. ${readerKey.written} ends that.`
            : say`Terminals are no longer read out. ${readerKey.written} has them read out.`}
        </Notice>
      )}
    </div>
  )
}
