import { useEffect, useRef, useState } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import { pathIn } from '../../../contract/file-names.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import type { FileRow } from './file-rows.js'
import type { FilesInHand } from './files-in-hand.js'
import { type Held, uploadHeld } from './held-files.js'
import { hasEnded } from './transfer-words.js'

/** Begins uploads and downloads of an instance, and copies to it. `onArrived`: something that was copied there may be in the folder now. */
export function useCopies(instanceId: string, onArrived: () => void) {
  const [problem, setProblem] = useState<ErrorInfo>()
  const transfers = useStream(api.transfers.watch, undefined).value ?? []
  const arrived = transfers.filter(
    (transfer) =>
      transfer.instanceId === instanceId && transfer.direction !== 'download' && hasEnded(transfer),
  ).length
  const before = useRef({ arrived, onArrived })
  useEffect(() => {
    if (arrived > before.current.arrived) onArrived()
    before.current = { arrived, onArrived }
  }, [arrived, onArrived])

  const begin = (work: Promise<unknown>) => {
    setProblem(undefined)
    work.catch((error: unknown) => setProblem(errorInfo(error)))
  }
  return {
    /** From wherever they are to a folder of this instance. */
    paste: ({ instanceId: sourceId, folder, rows }: FilesInHand, to: string) => {
      const sources = rows.map(({ name }) => pathIn(folder, name))
      begin(rpc.transfers.copy({ instanceId, sourceId, sources, to }))
    },
    /** Why the last one could not begin. */
    problem,
    upload: (files: Held | Promise<Held>, to: string) =>
      begin(Promise.resolve(files).then((held) => uploadHeld(instanceId, to, held))),
    /** `to`: a folder of the host's computer; without it the one for downloads. */
    download: (folder: string, rows: FileRow[], to?: string) => {
      const sources = rows.map(({ name }) => pathIn(folder, name))
      begin(rpc.transfers.download({ instanceId, sources, ...(to !== undefined && { to }) }))
    },
  }
}
