import { useEffect, useRef, useState } from 'react'
import type { ErrorInfo } from '../../../../contract/errors.js'
import type { GenerateSpec, KeyNotes, KeyPair } from '../../../../contract/keys.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'

interface Wanted {
  name: string
  spec: GenerateSpec
  notes: Partial<KeyNotes>
}

/** Makes a key pair in the host, and can be stopped; then nothing is stored. */
export function useGenerate() {
  const [running, setRunning] = useState(false)
  const [problem, setProblem] = useState<ErrorInfo>()
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  const start = async (wanted: Wanted): Promise<KeyPair | null> => {
    const mine = new AbortController()
    stop.current = mine
    setRunning(true)
    setProblem(undefined)
    try {
      return await rpc.keys.generate(wanted, { signal: mine.signal })
    } catch (error) {
      // Who cancelled it elsewhere, or waits for a keychain no longer, is told here that nothing was made.
      if (!mine.signal.aborted) setProblem(errorInfo(error))
      return null
    } finally {
      setRunning(false)
    }
  }
  return { running, problem, start, cancel: () => stop.current?.abort() }
}
