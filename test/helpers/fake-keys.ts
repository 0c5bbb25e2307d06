import { randomUUID } from 'node:crypto'
import type {
  ImportPreview,
  ImportSource,
  KeyPair,
  KeyRadius,
  KeyState,
  RadiusPlace,
} from '../../contract/keys.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import type { KeysService } from '../../main/core/services.js'
import * as data from './fake-data.js'
import { fakeFingerprints, fakeKeyList } from './fake-key-list.js'

/** Of so many instances that trust it every third has nothing else, and every other a key that is not proven. */
function radiusOf({ id, name }: KeyPair, places: number): KeyRadius {
  const instances = Array.from({ length: places }, (_, n): RadiusPlace => {
    const left = n % 3 === 0 ? 'nothing' : n % 3 === 1 ? 'not-proven' : 'proven'
    return {
      ...{ instanceId: `a1/vm-${n}`, instanceName: `web-${n}`, accountName: 'Frankfurt', left },
      ...{
        isDeclared: n % 2 === 0,
        isObserved: n % 5 !== 0,
        provenAt: n % 4 === 0 ? data.ago(n * 60) : null,
      },
      unproven: left === 'not-proven' ? ['ops'] : [],
    }
  })
  const order = ['nothing', 'not-proven', 'proven']
  instances.sort((one, other) => order.indexOf(one.left) - order.indexOf(other.left))
  const accounts = places === 0 ? [] : [{ accountId: 'a1', accountName: 'Frankfurt', name, region: null }]
  return { keyId: id, name, logsIn: true, accounts, instances, sessions: places === 0 ? 0 : 1 }
}

type Notes = Parameters<KeysService['generate']>[0]['notes'] | undefined

const DAYS_30 = 30 * 24 * 60

/** The key pairs of the fake app: as the real ones look, without any key. */
export function fakeKeys(empty: boolean, more = 0, places = 8): KeysService & { all(): KeyPair[] } {
  let keys = empty ? [] : [...data.keyPairs, ...fakeKeyList(more)]
  const add = (key: KeyPair) => {
    requireFree(key.name)
    keys = [...keys, key]
    return key
  }
  const requireFree = (name: string, id?: string) => {
    if (keys.some((key) => key.id !== id && key.name.toLowerCase() === name.toLowerCase()))
      throw new LatchkeyError('key-name-taken', `There is a key pair named ${name} already.`)
  }
  const find = (id: string) => {
    const key = keys.find((one) => one.id === id)
    if (key === undefined)
      throw new LatchkeyError('key-not-found', 'This key pair is no longer in the vault.')
    return key
  }
  const change = (id: string, part: Partial<KeyPair>) => {
    const changed = { ...find(id), ...part }
    keys = keys.map((key) => (key.id === id ? changed : key))
    return changed
  }
  return {
    all: () => keys,
    list: async () => keys,
    generate: async ({ name, spec, notes }) =>
      add(newKey(name, spec.type, 'bits' in spec ? spec.bits : 256, 'generated', notes)),
    inspect: async ({ source, passphrase }) => [inspected(textOf(source), passphrase)],
    import: async ({ source, passphrase, name, notes }) => {
      inspected(textOf(source), passphrase)
      const isPublic = textOf(source).startsWith('ssh-')
      const key = newKey(name, 'ed25519', 256, 'imported', notes)
      return add(isPublic ? { ...key, storedIn: null } : key)
    },
    scan: async () => ({
      folder: '/home/ada/.ssh',
      files: empty
        ? []
        : [
            { name: 'id_dsa', parts: [inspected('DSA', undefined)] },
            { name: 'id_ed25519', parts: [inspected('ENCRYPTED one', undefined)] },
            { name: 'id_rsa', parts: [inspected('KNOWN', undefined)] },
          ],
    }),
    async update({ id, name, notes }) {
      if (name !== undefined) requireFree(name, id)
      return change(id, { ...given(notes), ...(name !== undefined && { name }) })
    },
    setState: async ({ id, state }) => change(id, stateNow(state)),
    usage: async ({ id }) => ({
      bindings: id === 'k1' ? [{ instanceId: 'a1/vm-0', instanceName: 'web-1', user: 'ubuntu' }] : [],
      declared: [],
      sessions: 0,
    }),
    radius: async ({ ids }) => ids.map((id) => radiusOf(find(id), places)),
    async bin({ ids }) {
      for (const id of ids) change(id, stateNow('bin'))
      return ids.map((id) => ({ id, problem: null }))
    },
    async delete({ id, name }) {
      if (find(id).name !== name)
        throw new LatchkeyError('input-invalid', `Type ${find(id).name} to delete it.`)
      keys = keys.filter((key) => key.id !== id)
    },
    publicKey: async ({ id }) => find(id).publicKey,
    exportFolders: async () => [{ id: 'ssh', path: '/home/ada/.ssh' }],
    export: async ({ fileName }) => ({ path: `/home/ada/.ssh/${fileName}` }),
    record: () => unused('keys.record'),
    publicKeyLine: () => unused('keys.publicKeyLine'),
    adopt: () => unused('keys.adopt'),
    openSigner: () => unused('keys.openSigner'),
  }
}

function newKey(
  name: string,
  type: KeyPair['type'],
  bits: number,
  origin: KeyPair['origin'],
  notes: Notes,
): KeyPair {
  const key = data.keyPair(randomUUID(), name, type, bits, origin, 'n3w1')
  return { ...key, ...given(notes), createdAt: data.ago(0) }
}

/** What a text holds, by its words: ENCRYPTED, DSA, KNOWN; the fingerprints come from the rest. */
function inspected(text: string, passphrase: string | undefined): ImportPreview {
  if (passphrase === 'wrong') throw new LatchkeyError('passphrase-wrong', 'The passphrase does not fit.')
  const key = {
    type: 'ed25519' as const,
    bits: 256,
    ...fakeFingerprints(text.replace('ENCRYPTED', '').trim()),
  }
  const looks = { part: 0, key, knownAs: null, encryption: null, comment: 'ada@laptop' }
  if (text.includes('DSA')) return refusedDsa
  if (text.startsWith('ssh-')) return { ...looks, state: 'public', format: 'OpenSSH public key' }
  const knownAs = text.includes('KNOWN')
    ? { id: 'k2', name: 'legacy-rsa', state: 'active' as const, hasPrivate: true }
    : null
  const encrypted = text.includes('ENCRYPTED')
  const encryption = encrypted ? 'aes256-ctr, bcrypt with 16 rounds' : null
  const hidden = encrypted && passphrase === undefined
  const state = hidden ? 'encrypted' : 'key'
  const comment = hidden ? '' : looks.comment
  return { ...looks, state, format: 'OpenSSH', encryption, knownAs, comment }
}

const refusedDsa: ImportPreview = {
  part: 0,
  state: 'refused',
  format: 'PEM (DSA)',
  encryption: null,
  key: null,
  comment: '',
  knownAs: null,
  problem: data.problem(
    'key-type-unsupported',
    'This is a DSA key, which servers no longer take.',
    'Make an Ed25519 key pair instead.',
  ),
}

function stateNow(state: KeyState): Partial<KeyPair> {
  const stateSince = state === 'active' ? null : data.ago(0)
  return { state, stateSince, purgeAt: state === 'bin' ? data.ago(-DAYS_30) : null }
}

function given(notes: Notes): Partial<KeyPair> {
  return Object.fromEntries(Object.entries(notes ?? {}).filter(([, value]) => value !== undefined))
}

function unused(what: string): never {
  throw new Error(`The fake app has no ${what}`)
}

function textOf(source: ImportSource): string {
  if (source.kind === 'bytes') return Buffer.from(source.base64, 'base64').toString()
  return source.kind === 'text' ? source.text : ''
}
