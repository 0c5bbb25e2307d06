import { useState } from 'react'
import { nameOf, parentOf } from '../../../contract/file-names.js'
import { rowId } from './file-rows.js'

/** Where one is among the files of an instance, where one was before, and which row has the keyboard. */
export function useWhereabouts() {
  const [{ visited, at }, setWay] = useState({ visited: ['~'], at: 0 })
  const [round, setRound] = useState(0)
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [filter, setFilter] = useState('')
  const wanted = visited[at] ?? '~'

  const arrive = (landOn: string | null) => {
    setSelectedId(landOn === null ? null : rowId(landOn))
    setMarked(new Set())
    setFilter('')
    setRound((before) => before + 1)
  }
  const go = (to: string, landOn: string | null = null) => {
    setWay({ visited: [...visited.slice(0, at + 1), to], at: at + 1 })
    arrive(landOn)
  }
  return {
    wanted,
    /** Counts the readings of folders. */
    round,
    ...{ selectedId, setSelectedId, marked, setMarked, filter, setFilter },
    /** `landOn`: the name that the keyboard is to be on there. */
    go,
    up: (from: string) => {
      if (from !== '/') go(parentOf(from), nameOf(from))
    },
    /** One step back or forth, as in a browser. */
    step: (by: 1 | -1) => {
      if (visited[at + by] === undefined) return
      setWay({ visited, at: at + by })
      arrive(by === -1 && parentOf(wanted) === visited[at - 1] ? nameOf(wanted) : null)
    },
    /** Instead of where one is: that was no folder. */
    goInstead: (to: string, landOn: string) => {
      setWay({ visited: [...visited.slice(0, at), to], at })
      arrive(landOn)
    },
    /** The same folder once more. */
    again: (landOn?: string) => {
      if (landOn !== undefined) setSelectedId(rowId(landOn))
      setMarked(new Set())
      setRound((before) => before + 1)
    },
    /** The same, and what is marked stays. */
    refresh: () => setRound((before) => before + 1),
  }
}

export type Whereabouts = ReturnType<typeof useWhereabouts>
