import { useRef } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { FolderPage } from '../../../contract/files.js'
import { rpc } from '../../api/client.js'
import { useIteration } from '../../api/use-iteration.js'
import { type FileRow, fileRow } from './file-rows.js'

/** A folder as far as it was read. */
export interface Folder {
  /** Absolute. */
  path: string
  rows: FileRow[]
  complete: boolean
  refused: number
  cut: boolean
}

interface Reading {
  /** While a folder is read it is the one before, if there was one. */
  folder: Folder | undefined
  busy: boolean
  /** Rows of it that have come. */
  come: number
  problem: ErrorInfo | undefined
}

/** Reads a folder of an instance, once more with each `round`. `open`: there is a way to its files. */
export function useFolder(instanceId: string, path: string, round: number, open: boolean): Reading {
  const last = useRef<Folder | undefined>(undefined)
  const { value, problem, ended } = useIteration<FolderPage, Folder>({
    open: (signal) => rpc.files.list({ instanceId, path }, { signal }),
    of: open ? `${round} ${path}` : null,
    add: (before, { path, entries, complete, refused, cut }) => {
      const rows = before?.rows ?? []
      for (const entry of entries) rows.push(fileRow(entry))
      return { path, rows, complete, refused, cut }
    },
  })
  if (value?.complete) last.current = value
  // What is half read is not shown: rows would jump about while they are sorted in.
  return {
    folder: value?.complete ? value : last.current,
    busy: open && !ended && !value?.complete,
    come: value?.rows.length ?? 0,
    problem,
  }
}
