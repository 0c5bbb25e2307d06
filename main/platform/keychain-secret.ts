import { LatchkeyError } from '../core/lib/error.js'
import { wipe } from '../core/lib/wipe.js'
import type { KeychainEntries } from './keychain-entries.js'
import {
  CHUNK_BYTES,
  chunksOf,
  decodeItem,
  encodeHead,
  encodeWhole,
  type Head,
  type Item,
  matchesHead,
  type Slot,
  slots,
} from './keychain-item.js'

/** Null if there is no item. Throws `vault-damaged` for one that is not whole. */
export async function readSecret(entries: KeychainEntries, account: string): Promise<Uint8Array | null> {
  const item = await readItem(entries, account)
  if (item === null) return null
  return item.kind === 'whole' ? item.secret : readChunks(entries, account, item.head)
}

/** A new version's chunks are written beside the old one's, then the head, then the old ones go: no crash loses both. */
export async function writeSecret(
  entries: KeychainEntries,
  account: string,
  secret: Uint8Array,
): Promise<void> {
  const slot = await freeSlot(entries, account)
  await deleteChunks(entries, account, slot)
  await writeItem(entries, account, slot, secret)
  const chunked = secret.length > CHUNK_BYTES
  for (const other of slots) if (!chunked || other !== slot) await deleteChunks(entries, account, other)
}

async function writeItem(entries: KeychainEntries, account: string, slot: Slot, secret: Uint8Array) {
  if (secret.length <= CHUNK_BYTES) return setAndWipe(entries, account, encodeWhole(secret))
  for (const [i, chunk] of chunksOf(secret).entries())
    await entries.set(chunkAccount(account, slot, i), chunk)
  await setAndWipe(entries, account, encodeHead(secret, slot))
}

/** True if there was one. The head goes last: until then the record that asks for the deletion can be carried through again. */
export async function deleteSecret(entries: KeychainEntries, account: string): Promise<boolean> {
  for (const slot of slots) await deleteChunks(entries, account, slot)
  return entries.delete(account)
}

async function freeSlot(entries: KeychainEntries, account: string): Promise<Slot> {
  const bytes = await entries.get(account)
  const item = bytes && decodeItem(bytes)
  wipe(bytes)
  return item?.kind === 'head' && item.head.slot === 0 ? 1 : 0
}

async function readChunks(entries: KeychainEntries, account: string, head: Head): Promise<Uint8Array> {
  if (head.length > head.chunks * CHUNK_BYTES) throw damaged(account) // before it takes memory for it
  const secret = new Uint8Array(head.length)
  let at = 0
  try {
    for (let i = 0; i < head.chunks; i++)
      at += copyAndWipe(await entries.get(chunkAccount(account, head.slot, i)), secret.subarray(at))
    if (at === head.length && matchesHead(secret, head)) return secret
    throw damaged(account)
  } catch (error) {
    wipe(secret)
    throw error
  }
}

/** Copies as much of a chunk as there is room for. The chunk's whole length; 0 for one that is missing. */
function copyAndWipe(chunk: Uint8Array | null, room: Uint8Array): number {
  room.set(chunk?.subarray(0, room.length) ?? [])
  wipe(chunk)
  return chunk?.length ?? 0
}

/** Chunks are written upwards and deleted downwards, so that after any crash those left are 0 to n. */
async function deleteChunks(entries: KeychainEntries, account: string, slot: Slot): Promise<void> {
  let count = 0
  while (await isThere(entries, chunkAccount(account, slot, count))) count++
  while (count > 0) await entries.delete(chunkAccount(account, slot, --count))
}

async function isThere(entries: KeychainEntries, account: string): Promise<boolean> {
  const bytes = await entries.get(account)
  wipe(bytes)
  return bytes !== null
}

async function readItem(
  entries: KeychainEntries,
  account: string,
): Promise<Extract<Item, { kind: 'whole' | 'head' }> | null> {
  const bytes = await entries.get(account)
  if (bytes === null) return null
  const item = decodeItem(bytes)
  if (item?.kind !== 'whole' && item?.kind !== 'head') throw damaged(account)
  return item
}

async function setAndWipe(entries: KeychainEntries, account: string, bytes: Uint8Array): Promise<void> {
  try {
    await entries.set(account, bytes)
  } finally {
    wipe(bytes)
  }
}

function chunkAccount(account: string, slot: Slot, index: number): string {
  return `${account}#${slot}.${index}`
}

function damaged(account: string): LatchkeyError {
  return new LatchkeyError('vault-damaged', `The keychain item "${account}" is not as Latchkey wrote it.`, {
    advice: 'Nothing was changed. Put the keychain back from a backup, or import the key again.',
  })
}
