import { useState } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { ImportPreview, KeyPair } from '../../../contract/keys.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import type { ChosenKey } from './import-source.js'

interface State {
  chosen: ChosenKey | null
  /** What the host found; null before, or while only the passphrase would tell. */
  preview: ImportPreview | null
  needsPassphrase: boolean
  busy: boolean
  problem: ErrorInfo | undefined
}

const start: State = { chosen: null, preview: null, needsPassphrase: false, busy: false, problem: undefined }

/** An import from the choice of a key to its place in the vault. What was chosen is forgotten after success. */
export function useImport() {
  const [state, setState] = useState(start)
  const change = (part: Partial<State>) => setState((before) => ({ ...before, ...part }))

  /** Reads the key; a later passphrase is tried on the same choice. */
  const inspect = async (choosing: Promise<ChosenKey> | ChosenKey, passphrase?: string) => {
    change({ busy: true, problem: undefined })
    try {
      const chosen = await choosing
      change({ chosen })
      const [preview] = await rpc.keys.inspect({
        source: chosen.source,
        ...(passphrase && { passphrase }),
      })
      if (preview?.key == null) {
        change({ needsPassphrase: true, busy: false })
        return null
      }
      const needsPassphrase = preview.state === 'encrypted' || passphrase !== undefined
      change({ preview, needsPassphrase, busy: false })
      return preview
    } catch (error) {
      const problem = errorInfo(error)
      if (problem.code === 'passphrase-needed') change({ needsPassphrase: true, busy: false })
      else if (problem.code === 'passphrase-wrong') change({ problem, busy: false })
      else setState({ ...start, problem })
      return null
    }
  }

  /** Puts the key into the vault; null if that failed, and then everything typed is still there. */
  const store = async (name: string, passphrase: string): Promise<KeyPair | null> => {
    if (state.chosen === null) return null
    change({ busy: true, problem: undefined })
    try {
      const { source } = state.chosen
      const keyPair = await rpc.keys.import({ source, name, ...(state.needsPassphrase && { passphrase }) })
      setState(start)
      return keyPair
    } catch (error) {
      change({ problem: errorInfo(error), busy: false })
      return null
    }
  }

  return { ...state, inspect, store, restart: () => setState(start) }
}
