import { useRef, useState } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { CheckProgress } from '../../../contract/repair.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'

export interface Check {
  /** The newest word of a check; null before the first and after it was cancelled. */
  progress: CheckProgress | null
  running: boolean
  problem: ErrorInfo | undefined
  start: () => void
  cancel: () => void
}

/** Has every secret read and proven. `onFound` gets what was found. */
export function useCheck(onFound: (result: NonNullable<CheckProgress['result']>) => void): Check {
  const [progress, setProgress] = useState<CheckProgress | null>(null)
  const [problem, setProblem] = useState<ErrorInfo>()
  const [running, setRunning] = useState(false)
  const stop = useRef<AbortController>(null)

  const run = async (signal: AbortSignal) => {
    for await (const step of await rpc.repair.check(undefined, { signal })) {
      if (signal.aborted) return
      setProgress(step)
      if (step.result !== null) onFound(step.result)
    }
  }

  return {
    progress,
    running,
    problem,
    start: () => {
      const controller = new AbortController()
      stop.current = controller
      setProblem(undefined)
      setProgress(null)
      setRunning(true)
      run(controller.signal)
        .catch((error) => {
          if (!controller.signal.aborted) setProblem(errorInfo(error))
        })
        .finally(() => {
          if (stop.current === controller) setRunning(false)
        })
    },
    cancel: () => {
      stop.current?.abort()
      setRunning(false)
      setProgress(null)
    },
  }
}
