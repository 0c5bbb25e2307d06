import { createStore } from '../store.js'
import type { FileRow } from './file-rows.js'

/*
 * Files that are copied to be pasted, or are being dragged. All windows know of them, and a page elsewhere does not: what it
 * has dragged over the window brings no names along, so that it can't have files copied by what it calls them.
 */

/** Files of one folder of an instance. */
export interface FilesInHand {
  instanceId: string
  instanceName: string
  folder: string
  rows: FileRow[]
}

interface Hands {
  copied: FilesInHand | null
  dragged: FilesInHand | null
}

export const filesInHand = createStore<Hands>({ copied: null, dragged: null })

let channel: BroadcastChannel | null = null

/** What a window that has just come asks the others. */
const ASKED = 'what is in hand?'

/** Hears what is in hand in other windows, and what was taken up before there was this one. */
export function hearFilesInHand(): void {
  if (channel !== null) return
  channel = new BroadcastChannel('latchkey.files-in-hand')
  channel.onmessage = ({ data }: MessageEvent<Partial<Hands> | typeof ASKED>) => {
    if (data !== ASKED) return take(data)
    const { copied, dragged } = filesInHand.get()
    if (copied !== null || dragged !== null) channel?.postMessage({ copied, dragged })
  }
  channel.postMessage(ASKED)
}

/** To be pasted; null for nothing more. */
export const copyFiles = (copied: FilesInHand | null): void => tell({ copied })

/** Dragged from here on; null where the drag is over. */
export const dragFiles = (dragged: FilesInHand | null): void => tell({ dragged })

function tell(change: Partial<Hands>): void {
  take(change)
  channel?.postMessage(change)
}

const take = (change: Partial<Hands>) => filesInHand.change((now) => ({ ...now, ...change }))
