import type { MatchedBy } from '../../../contract/map.js'
import type { CloudKeyEntry } from '../clouds/cloud.js'
import { fingerprintMd5, fingerprintSha256 } from '../keys/public-key.js'
import type { KeyRecord } from '../profile.js'
import type { KeyNode } from './graph.js'
import { keyKind } from './key-kind.js'

/** The keys that were met, each once. */
export interface KeyBook {
  all(): KeyNode[]
  /** Of the vault. */
  ofId(keyId: string): KeyNode | undefined
  /** `blob` in base64. */
  ofBlob(blob: string): KeyNode
  /**
   * By the key itself, else by its fingerprint, else by its name in the account. Those with less to go by come after all
   * blobs, else they count as another key.
   */
  ofEntry(accountId: string, entry: CloudKeyEntry): { key: KeyNode; matchedBy: MatchedBy }
  /** One that an account only names. */
  ofName(accountId: string, region: string | null, name: string): KeyNode
}

/** A book of the vault's keys. */
export function createKeyBook(records: KeyRecord[]): KeyBook {
  const nodes: KeyNode[] = []
  const byId = new Map<string, KeyNode>()
  const byBlob = new Map<string, KeyNode>()
  const byMd5 = new Map<string, KeyNode>()
  const byName = new Map<string, KeyNode>()

  function add(about: Pick<KeyNode, 'id'> & Partial<KeyNode>): KeyNode {
    const node = { ...unknownKey(), index: nodes.length, ...about }
    nodes.push(node)
    return node
  }

  function addBlob(blob: string, bytes: Buffer, record: KeyRecord | null): KeyNode {
    const fingerprint = fingerprintSha256(bytes)
    const md5 = fingerprintMd5(bytes)
    const known = { fingerprint, fingerprintMd5: md5, kind: record ?? keyKind(bytes), record }
    const node = add({ id: record?.id ?? fingerprint, ...known })
    byBlob.set(blob, node)
    byMd5.set(md5, node)
    return node
  }

  for (const record of records)
    byId.set(record.id, addBlob(record.blob, Buffer.from(record.blob, 'base64'), record))

  function ofBlob(blob: string): KeyNode {
    const known = byBlob.get(blob)
    if (known !== undefined) return known
    const bytes = Buffer.from(blob, 'base64')
    // The same bytes may be written with and without padding.
    const node = byBlob.get(bytes.toString('base64')) ?? addBlob(bytes.toString('base64'), bytes, null)
    byBlob.set(blob, node)
    return node
  }

  function ofMd5(md5: string): KeyNode {
    const node = byMd5.get(md5) ?? add({ id: `MD5:${md5}`, fingerprintMd5: md5 })
    byMd5.set(md5, node)
    return node
  }

  function ofName(...place: [accountId: string, region: string | null, name: string]): KeyNode {
    const id = `name:${JSON.stringify(place)}`
    const node = byName.get(id) ?? add({ id })
    byName.set(id, node)
    return node
  }

  return {
    all: () => nodes,
    ofId: (keyId) => byId.get(keyId),
    ofBlob,
    ofName,
    ofEntry(accountId, { blob, fingerprintMd5: md5, region, name }) {
      if (blob !== null) return { key: ofBlob(blob), matchedBy: 'key' }
      if (md5 !== null) return { key: ofMd5(md5), matchedBy: 'fingerprint' }
      return { key: ofName(accountId, region, name), matchedBy: 'name' }
    },
  }
}

function unknownKey(): Omit<KeyNode, 'id' | 'index'> {
  return {
    record: null,
    kind: null,
    fingerprint: null,
    fingerprintMd5: null,
    cloudNames: new Set(),
    comments: new Set(),
    holdings: [],
    missing: [],
    seenSince: null,
  }
}
