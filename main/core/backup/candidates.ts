import { isDeepStrictEqual } from 'node:util'
import type { RestoreRow } from '../../../contract/backup.js'
import { fingerprintSha256 } from '../keys/public-key.js'
import { compareLine } from '../known-hosts/compare.js'
import { type KnownHostLine, parseLine } from '../known-hosts/entry.js'
import { wipe } from '../lib/wipe.js'
import type { SecretStore } from '../ports.js'
import { type AccountRecord, isShown, type KeyRecord, type Profile } from '../profile.js'
import { secretName } from '../vault/secret-record.js'
import { freeName } from './free-name.js'
import type { AccountInBackup, KeyInBackup, Payload } from './payload.js'

/** What is here. `secrets` is null while there is no vault, or it is locked. */
export interface Here {
  profile: Profile
  secrets: SecretStore | null
  /** The text of known_hosts. */
  knownHosts: string
}

/** One thing of a backup, and what restoring it takes. */
export type Candidate = { row: RestoreRow } & (
  | { kind: 'key'; key: KeyInBackup; twin: KeyRecord | undefined }
  | { kind: 'account'; account: AccountInBackup; twin: AccountRecord | undefined; lacksSecret: boolean }
  | { kind: 'known-host'; line: string }
  | { kind: 'settings' }
)

/** Holds a backup against what is here, in the backup's order. The same each time while nothing changes. */
export async function candidatesOf(payload: Payload, here: Here): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  const keyNames = here.profile.keys.map(({ name }) => name)
  for (const [index, key] of payload.keys.entries())
    candidates.push(await keyCandidate(`key/${index}`, key, here, keyNames))
  const accountNames = here.profile.accounts.map(({ name }) => name)
  for (const [index, account] of payload.accounts.entries())
    candidates.push(await accountCandidate(`account/${index}`, account, here, accountNames))
  for (const [index, text] of payload.knownHosts.split('\n').entries()) {
    const line = parseLine(text)
    if (line !== null) candidates.push(hostCandidate(`host/${index}`, text, line, here))
  }
  return [...candidates, settingsCandidate(payload, here)]
}

type RowParts = Omit<RestoreRow, 'does' | 'proposed'> & Partial<RestoreRow>

const row = (parts: RowParts): RestoreRow => ({
  does: null,
  proposed: (parts.does ?? null) !== null,
  ...parts,
})

async function keyCandidate(id: string, key: KeyInBackup, here: Here, taken: string[]): Promise<Candidate> {
  const kind = 'key' as const
  const name = plain(key.name, 255)
  const detail = fingerprintSha256(Buffer.from(key.blob, 'base64'))
  const twin = here.profile.keys.find((known) => isShown(known) && known.blob === key.blob)
  if (twin === undefined) {
    const as = freeName(name, taken)
    taken.push(as)
    const differs = as === name ? [] : ['another key pair has its name']
    const wasInBin = key.binnedAt !== null
    return {
      kind,
      key,
      twin,
      row: row({
        ...{ id, kind, name, detail, differs },
        state: as === name ? 'new' : 'different',
        does: `${key.privateKey === null ? 'stores the public half' : 'stores it'}${as === name ? '' : ` as ${as}`}`,
        // What the user had thrown away comes back by the user's own choice only.
        proposed: !wasInBin,
        ...(wasInBin && { differs: [...differs, 'it was in the bin'] }),
      }),
    }
  }
  const lacks = key.privateKey !== null && !(await hasSecret(here, twin))
  const differs = [...(lacks ? ['its private half is missing here'] : []), ...keyDifferences(key, twin)]
  const inBin = twin.binnedAt !== null
  const does = [...(inBin ? ['takes it out of the bin'] : []), ...(lacks ? ['adds its private half'] : [])]
  return {
    kind,
    key,
    twin,
    row: row({
      ...{ id, kind, name: twin.name, detail, differs },
      state: inBin ? 'bin' : differs.length > 0 ? 'different' : 'same',
      does: does.length === 0 ? null : does.join(', '),
      proposed: lacks && !inBin,
    }),
  }
}

/** Without asking a locked vault: what the record says. */
async function hasSecret({ secrets }: Here, { id, hasPrivate }: KeyRecord): Promise<boolean> {
  if (!hasPrivate || secrets === null) return hasPrivate
  const secret = await secrets.get(secretName('keys', id))
  wipe(secret)
  return secret !== null
}

function keyDifferences(key: KeyInBackup, twin: KeyRecord): string[] {
  const respects = {
    name: 'name',
    description: 'description',
    tags: 'tags',
    expiresOn: 'expiry',
    comment: 'comment',
  } as const
  return Object.entries(respects).flatMap(([field, word]) => {
    const same = isDeepStrictEqual(key[field as keyof typeof respects], twin[field as keyof typeof respects])
    return same ? [] : [word]
  })
}

async function accountCandidate(
  id: string,
  account: AccountInBackup,
  here: Here,
  taken: string[],
): Promise<Candidate> {
  const kind = 'account' as const
  const name = plain(account.name, 100)
  const stored = here.profile.accounts.filter(({ phase }) => phase === 'stored')
  const shared = { id, kind, detail: account.kind }
  for (const twin of stored.filter((known) => known.kind === account.kind)) {
    const secret = await credentialsHere(here, twin)
    const sameId = twin.id === account.id
    const sameSecret = secret !== null && isDeepStrictEqual(secret, account.credentials)
    const lacksSecret = sameId && here.secrets !== null && secret === null && account.credentials !== null
    if (!sameSecret && !lacksSecret && !(sameId && here.secrets === null)) continue
    const differs = [
      ...(lacksSecret ? ['its credentials are missing here'] : []),
      ...(twin.name === account.name ? [] : ['name']),
      ...(isDeepStrictEqual(twin.values, account.values) ? [] : ['its form']),
    ]
    return {
      ...{ kind, account, twin, lacksSecret },
      row: row({
        ...{ ...shared, name: twin.name, differs },
        state: differs.length > 0 ? 'different' : 'same',
        does: lacksSecret ? 'adds its credentials' : null,
      }),
    }
  }
  const as = freeName(name, taken)
  taken.push(as)
  const differs = [
    ...(stored.some((known) => known.id === account.id) ? ['its credentials are others here'] : []),
    ...(as === name ? [] : ['another account has its name']),
  ]
  return {
    ...{ kind, account, twin: undefined, lacksSecret: false },
    row: row({
      ...{ ...shared, name, differs },
      state: differs.length === 0 ? 'new' : 'different',
      does: account.credentials === null ? null : `stores it${as === name ? '' : ` as ${as}`}`,
      ...(account.credentials === null && { differs: [...differs, 'the backup has no credentials for it'] }),
    }),
  }
}

async function credentialsHere(
  { secrets }: Here,
  { id }: AccountRecord,
): Promise<Record<string, string> | null> {
  const bytes = (await secrets?.get(secretName('accounts', id))) ?? null
  if (bytes === null) return null
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } finally {
    wipe(bytes)
  }
}

function hostCandidate(id: string, text: string, line: KnownHostLine, { knownHosts }: Here): Candidate {
  const state = compareLine(knownHosts, line)
  const name = line.hosts.startsWith('|') ? '(hashed)' : plain(line.hosts, 255)
  const fingerprint = fingerprintSha256(Buffer.from(line.key, 'base64'))
  return {
    kind: 'known-host',
    line: text,
    row: row({
      ...{
        id,
        kind: 'known-host',
        name,
        detail: `${line.marker ?? ''} ${line.algorithm} ${fingerprint}`.trim(),
      },
      state,
      differs: state === 'different' ? ['another host key is known here'] : [],
      does: state === 'new' ? 'makes it known' : null,
    }),
  }
}

function settingsCandidate({ settings }: Payload, { profile }: Here): Candidate {
  const same = isDeepStrictEqual(settings, profile.settings)
  const isFresh = profile.keys.length + profile.accounts.length === 0
  return {
    kind: 'settings',
    row: row({
      ...{ id: 'settings', kind: 'settings', name: 'Settings', detail: '' },
      state: same ? 'same' : 'different',
      differs: same ? [] : ['times of the lock and the bin'],
      does: same ? null : 'replaces the settings here',
      proposed: !same && isFresh,
    }),
  }
}

/**
 * Whoever knows a recipient can encrypt to it: a file is not to be believed that its names are such as Latchkey lets
 * users choose.
 */
export function plain(text: string, most: number): string {
  const shown = text
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd')
    .trim()
    .slice(0, most)
  return shown === '' ? 'unnamed' : shown
}
