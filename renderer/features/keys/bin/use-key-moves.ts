import { useState } from 'react'
import type { ErrorInfo } from '../../../../contract/errors.js'
import type { KeyPair, KeyState } from '../../../../contract/keys.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'
import { useKeysChanged } from '../key-queries.js'

export interface Moved {
  id: string
  name: string
  from: KeyState
  to: KeyState
}

/** Archives, bins and restores key pairs, and remembers the last move so that it can be undone. */
export function useKeyMoves() {
  const [moved, setMoved] = useState<Moved | null>(null)
  const [problem, setProblem] = useState<ErrorInfo>()
  const changed = useKeysChanged()

  const set = async (id: string, state: KeyState, typed?: string) => {
    setProblem(undefined)
    await rpc.keys.setState({ id, state, ...(typed !== undefined && { typed }) })
    await changed()
  }
  /** Rejects if the host refuses, for a sheet that shows it. `typed`: the name, where the user had to type it. */
  const moveOrThrow = async ({ id, name, state }: KeyPair, to: KeyState, typed?: string) => {
    await set(id, to, typed)
    setMoved({ id, name, from: state, to })
  }
  const said = (work: Promise<void>) => work.catch((error) => setProblem(errorInfo(error)))
  return {
    moved,
    problem,
    moveOrThrow,
    move: (keyPair: KeyPair, to: KeyState) => said(moveOrThrow(keyPair, to)),
    undo: () => {
      if (moved === null) return
      setMoved(null)
      void said(set(moved.id, moved.from))
    },
    dismiss: () => {
      setMoved(null)
      setProblem(undefined)
    },
    say: setProblem,
  }
}
