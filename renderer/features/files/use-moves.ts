import { useState } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import { pathIn } from '../../../contract/file-names.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import type { FileRow } from './file-rows.js'
import { tellFolders } from './folder-news.js'

/** What was moved, or is being moved, to another folder of the same instance. */
export interface Move {
  state: 'moving' | 'moved' | 'back'
  from: string
  to: string
  /** Those that are in `to` now, or in `from` again where they were moved back. */
  rows: FileRow[]
  failures: { row: FileRow; problem: ErrorInfo }[]
}

/** Each takes two round trips. */
const TOGETHER = 16

/** Moves files between folders of an instance, and the last ones back. `onMoved`: folders are others now. */
export function useMoves(instanceId: string, onMoved: () => void) {
  const [last, setLast] = useState<Move | null>(null)

  async function run(rows: FileRow[], from: string, to: string, then: 'moved' | 'back'): Promise<Move> {
    const done: Move = { state: then, from, to, rows: [], failures: [] }
    const moveOne = (row: FileRow) =>
      rpc.files.rename({ instanceId, from: pathIn(from, row.name), to: pathIn(to, row.name) }).then(
        () => done.rows.push(row),
        (error: unknown) => done.failures.push({ row, problem: errorInfo(error) }),
      )
    for (let at = 0; at < rows.length; at += TOGETHER)
      await Promise.all(rows.slice(at, at + TOGETHER).map(moveOne))
    return done
  }

  async function move(rows: FileRow[], from: string, to: string, then: 'moved' | 'back'): Promise<void> {
    setLast({ state: 'moving', from, to, rows, failures: [] })
    setLast(await run(rows, from, to, then))
    tellFolders(instanceId, from, to)
    onMoved()
  }

  return {
    last,
    move: (rows: FileRow[], from: string, to: string) => void move(rows, from, to, 'moved'),
    undo: () => {
      if (last?.state === 'moved') void move(last.rows, last.to, last.from, 'back')
    },
    forget: () => setLast(null),
  }
}
