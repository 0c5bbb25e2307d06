import { useEffect, useRef, useState } from 'react'
import type { ErrorInfo } from '../../../../contract/errors.js'
import type { GenerateSpec, KeyNotes, KeyPair } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'
import { setWork } from '../../frame/work.js'

interface Wanted {
  name: string
  spec: GenerateSpec
  notes: Partial<KeyNotes>
}

/** Makes a key pair in the host, tells of it in the status bar, and can be stopped; then nothing is stored. */
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
    setWork('generate-key', { label: say`Making the key pair ${wanted.name}` })
    try {
      return await rpc.keys.generate(wanted, { signal: mine.signal })
    } catch (error) {
      if (!mine.signal.aborted) setProblem(errorInfo(error))
      return null
    } finally {
      setWork('generate-key', null)
      setRunning(false)
    }
  }
  return { running, problem, start, cancel: () => stop.current?.abort() }
}
