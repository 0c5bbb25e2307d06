import type { OfferedFile, WantedPiece } from '../../../../contract/transfers.js'
import { LatchkeyError } from '../../lib/error.js'
import type { Known, Place } from '../place.js'

const PIECE = 512 * 1024
const PATIENCE_MS = 30_000

/** Files that a window holds, and gives in the pieces that are asked for. */
export interface Offered {
  place: Place
  /** The roots: files and folders at the top. */
  sources: string[]
  wanted(signal: AbortSignal | undefined): AsyncIteratorObject<WantedPiece, undefined, void>
  give(piece: number, bytes: Uint8Array | null): void
  /** Nothing is wanted, and what was is not waited for, until it begins again. */
  end(): void
  begin(): void
}

interface Asked {
  piece: WantedPiece
  told: boolean
  resolve(bytes: Uint8Array): void
  reject(error: Error): void
}

/** `folders`: those that would not be known by a file in them. `sleep`: as the clock's. A piece that is not given in time fails. */
export function offeredFiles(
  files: OfferedFile[],
  folders: readonly string[],
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>,
): Offered {
  const asked = new Map<number, Asked>()
  const tree = treeOf(files, folders)
  let nextId = 0
  let ended = false
  let watchers = 0
  let wake: () => void = () => undefined

  async function piece(file: number, offset: number, length: number): Promise<Uint8Array> {
    const id = nextId++
    const patience = new AbortController()
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        if (ended) return reject(gone())
        asked.set(id, { piece: { id, file, offset, length }, told: false, resolve, reject })
        wake()
        sleep(PATIENCE_MS, patience.signal).then(
          () => reject(gone()),
          () => undefined,
        )
      })
    } finally {
      asked.delete(id)
      patience.abort()
    }
  }

  const place: Place = {
    piece: PIECE,
    look: async (path) => tree.get(path)?.known ?? null,
    follow: async (path) => tree.get(path)?.known ?? FOLDER,
    list: async (folder) => [...(tree.get(folder)?.children ?? [])].map((path) => entry(path)),
    newMode: (mode) => mode,
    pathIn: (folder, name) => `${folder}/${name}`,
    async read(path) {
      const found = tree.get(path)
      if (found === undefined || found.index === null) throw gone()
      const { known, index } = found
      return {
        known,
        read: async (offset, length) => {
          const size = Math.min(length, known.size - offset)
          if (size <= 0) return null
          const bytes = await piece(index, offset, size)
          return bytes.subarray(0, size)
        },
        again: async () => known, // a browser refuses to read a file that has changed
        close: async () => undefined,
      }
    },
    makeFolder: () => readOnly(),
    write: () => readOnly(),
    replace: () => readOnly(),
    remove: () => readOnly(),
  }
  function entry(path: string) {
    return { name: path.slice(path.lastIndexOf('/') + 1), known: tree.get(path)?.known ?? FOLDER }
  }

  return {
    place,
    sources: [...tree.keys()].filter((path) => path !== '' && !path.slice(1).includes('/')),
    async *wanted(signal) {
      const mine = ++watchers
      wake() // the one before ends: a window that tries again asks again
      for (const one of asked.values()) one.told = false // a window that came back is asked again
      const leave = () => wake()
      signal?.addEventListener('abort', leave)
      try {
        while (!ended && mine === watchers && !signal?.aborted) {
          const next = [...asked.values()].find(({ told }) => !told)
          if (next !== undefined) {
            next.told = true
            yield next.piece
          } else
            await new Promise<void>((resolve) => {
              wake = resolve
            })
        }
      } finally {
        signal?.removeEventListener('abort', leave)
      }
      return undefined
    },
    give(id, bytes) {
      const one = asked.get(id)
      if (bytes !== null && bytes.length === one?.piece.length) one.resolve(bytes)
      else one?.reject(gone())
    },
    end() {
      ended = true
      wake()
      for (const { reject } of asked.values()) reject(gone())
    },
    begin() {
      ended = false
    },
  }
}

const FOLDER: Known = { kind: 'folder', size: 0, modified: 0, mode: null }

/** By their paths, which begin with `/` here; folders are made of the paths of what is in them. */
function treeOf(files: OfferedFile[], folders: readonly string[]) {
  const tree = new Map<string, { known: Known; index: number | null; children: Set<string> }>()
  const put = (path: string, known: Known, index: number | null) => {
    let at = `/${path}`
    tree.set(at, { known, index, children: tree.get(at)?.children ?? new Set() })
    for (let cut = at.lastIndexOf('/'); cut > 0; cut = at.lastIndexOf('/')) {
      const folder = at.slice(0, cut)
      const there = tree.get(folder) ?? { known: FOLDER, index: null, children: new Set<string>() }
      tree.set(folder, there)
      there.children.add(at)
      at = folder
    }
  }
  files.forEach(({ path, size, modified }, index) => {
    put(path, { kind: 'file', size, modified: Math.floor(Date.parse(modified) / 1000), mode: null }, index)
  })
  for (const path of folders) put(path, FOLDER, null)
  return tree
}

function readOnly(): never {
  throw new Error('Nothing is written into a window.')
}

function gone(): LatchkeyError {
  return new LatchkeyError('source-gone', 'The window does not give the file any more.', {
    advice: 'It was closed, or the file was changed or moved: drop it again.',
  })
}
