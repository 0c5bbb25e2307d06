import { rpc } from '../../api/client.js'

/** A file that the window holds, and where it goes below the folder that it is given to. */
export interface HeldFile {
  path: string
  file: File
}

/** What was chosen or dropped together. */
export interface Held {
  files: HeldFile[]
  /** Empty ones: the others are known by what is in them. */
  folders: string[]
}

/** Those chosen in a field, with the folders that they were chosen with; browsers leave out empty ones. */
export function chosenFiles(files: FileList): Held {
  const held = [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
  return { files: held, folders: [] }
}

/** Those dropped, with what is in dropped folders. Call it before the event is over. */
export async function droppedFiles(data: DataTransfer): Promise<Held> {
  const held: Held = { files: [], folders: [] }
  const entries = [...data.items].flatMap((item) => {
    const entry = item.webkitGetAsEntry()
    // What another program made up, as a picture dragged out of a page, is a file without a place on the disk.
    const file = entry === null ? item.getAsFile() : null
    if (file !== null) held.files.push({ path: file.name, file })
    return entry ?? []
  })
  for (const entry of entries) await takeIn(entry, held)
  return held
}

async function takeIn(entry: FileSystemEntry, held: Held): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '')
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    held.files.push({ path, file })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  // Chromium gives a hundred at a time, and none at the end.
  for (let empty = true; ; empty = false) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0 && empty) held.folders.push(path)
    if (some.length === 0) return
    for (const one of some) await takeIn(one, held)
  }
}

/** What is held for transfers that may want it, once more where they are tried again. */
const heldOf = new Map<string, HeldFile[]>()

/** Uploads files of the window to a folder: the host asks for their pieces. */
export async function uploadHeld(
  instanceId: string,
  to: string,
  { files: held, folders }: Held,
): Promise<void> {
  if (held.length + folders.length === 0) return
  const files = held.map(({ path, file }) => ({
    ...{ path, size: file.size },
    modified: new Date(file.lastModified).toISOString(),
  }))
  const { id } = await rpc.transfers.offer({ instanceId, to, files, folders })
  heldOf.set(id, held)
  void givePieces(id)
}

/** Gives the pieces that a transfer of the window's own files wants, until it ends. Nothing for other transfers. */
export async function givePieces(id: string): Promise<void> {
  const held = heldOf.get(id)
  if (held === undefined) return
  try {
    for await (const { id: piece, file, offset, length } of await rpc.transfers.wanted({ id })) {
      void givePiece(id, piece, held[file]?.file.slice(offset, offset + length))
    }
  } catch {
    // The host is gone, or the transfer: it is said in the list of transfers, by the host.
  }
}

/** Whether this window has the files of a transfer, so that it can be tried again from here. */
export const holds = (id: string): boolean => heldOf.has(id)

/** No longer needed once it can't be tried again. */
export function forgetHeld(ids: readonly string[]): void {
  for (const id of ids) heldOf.delete(id)
}

async function givePiece(id: string, piece: number, blob: Blob | undefined): Promise<void> {
  const bytes = blob === undefined ? null : await base64(blob).catch(() => null)
  // A transfer that was cancelled wants it no more.
  await rpc.transfers.give({ id, piece, bytes }).catch(() => undefined)
}

/** By the browser itself, which is quicker than JavaScript. Rejects where the file can't be read any more. */
function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onerror = () => reject(reader.error)
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ''))
    reader.readAsDataURL(blob)
  })
}
