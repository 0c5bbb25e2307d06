import { describe, expect, it } from 'vitest'
import type { ImportPreview } from '../../../../contract/keys.js'
import {
  appended,
  foundKeys,
  isImportable,
  nameProblem,
  openedKey,
  planOf,
  readyRows,
  sourceName,
  wantOf,
} from './found.js'
import type { FoundKey } from './found-key.js'
import { adviceOf } from './plan-words.js'

const preview: ImportPreview = {
  part: 0,
  state: 'key',
  format: 'OpenSSH',
  encryption: null,
  key: { type: 'ed25519', bits: 256, fingerprint: 'SHA256:one', fingerprintMd5: 'aa' },
  comment: '',
  knownAs: null,
}
const other = { type: 'rsa', bits: 4096, fingerprint: 'SHA256:two', fingerprintMd5: 'bb' } as const
const known = { id: 'k1', name: 'deploy', state: 'active', hasPrivate: true } as const

function row(fileName: string, part: Partial<ImportPreview> = {}, taken: string[] = []): FoundKey {
  const chosen = { source: { kind: 'text', text: '' }, fileName } as const
  const [found] = foundKeys(chosen, [{ ...preview, ...part }], fileName, taken)
  if (found === undefined) throw new Error('No row')
  return found
}

it('a short RSA key is called weak before it is imported, and no other key is', () => {
  const advice = (key: ImportPreview['key']) => adviceOf(row('id', { key }), { does: 'new' })
  expect(advice({ ...other, bits: 1024 })).toContain('1024 bits is weak')
  expect(advice({ ...other, bits: 2048 })).toBeUndefined()
  expect(advice(preview.key)).toBeUndefined()
})

describe('planOf', () => {
  it.each([
    ['a private key', {}, 'new'],
    ['a public key', { state: 'public' }, 'new-public'],
    ['a key of the vault', { knownAs: known }, 'known'],
    ['a key of the bin', { knownAs: { ...known, state: 'bin' } }, 'in-bin'],
    ['the private half of a public key', { knownAs: { ...known, hasPrivate: false } }, 'completes'],
    ['a public key of the vault', { state: 'public', knownAs: { ...known, hasPrivate: false } }, 'known'],
    ['an encrypted file that hides its public half', { state: 'encrypted', key: null }, 'unknown'],
    ['what can not be taken', { state: 'refused', key: null }, 'refused'],
  ] as const)('tells what becomes of %s', (_, part, does) => {
    const one = row('id', part)
    expect(planOf(one, [one]).does).toBe(does)
  })

  it('takes the private key of a pair whose public key lies beside it', () => {
    const rows = [row('id.pub', { state: 'public' }), row('id', { state: 'encrypted' })]
    expect(rows.map((one) => planOf(one, rows).does)).toEqual(['same', 'new'])
  })

  it('takes the first of two copies', () => {
    const rows = [row('id'), row('copy')]
    expect(rows.map((one) => planOf(one, rows).does)).toEqual(['new', 'same'])
    expect(planOf(rows[1] as FoundKey, rows)).toEqual({ does: 'same', as: 'id' })
  })
})

describe('wantOf', () => {
  const locked = row('id', { state: 'encrypted', key: null })
  const wrong = { code: 'passphrase-wrong', message: 'It does not fit.', retryable: false } as const
  const failed = { progress: { state: 'failed', problem: wrong } } as const
  it.each([
    ['a passphrase', locked, 'passphrase'],
    ['nothing once one is typed', { ...locked, passphrase: 'typed' }, null],
    ['attention where it was refused', { ...locked, passphrase: 'typed', wrong }, 'attention'],
    ['nothing where it is left out', { ...locked, wrong, chosen: false }, null],
    ['attention without a name', { ...row('id'), name: '' }, 'attention'],
    ['attention where storing failed', { ...row('id'), ...failed }, 'attention'],
  ] as const)('is %s', (_, one, want) => {
    expect(wantOf(one, [one], [])).toBe(want)
  })
})

it('the .pub beside a file that hides its key is left for the user to choose', () => {
  const hidden = row('id', { state: 'encrypted', key: null })
  const half = row('id.pub', { state: 'public' })
  expect(
    appended([hidden], [half, row('other.pub', { state: 'public' })]).map(({ chosen }) => chosen),
  ).toEqual([true, false, true])
  expect(appended([row('id')], [half])[1]?.chosen).toBe(true)
})

describe('names', () => {
  it('are proposed from comment and file, each once', () => {
    const chosen = { source: { kind: 'text', text: '' }, fileName: 'deploy.pem' } as const
    const previews = [preview, { ...preview, part: 1 }, { ...preview, part: 2, comment: 'ada@laptop' }]
    const names = foundKeys(chosen, previews, 'f', ['deploy']).map(({ name }) => name)
    expect(names).toEqual(['deploy-2', 'deploy-3', 'ada@laptop'])
  })

  it('are not taken up by what the vault has already, nor by a public half from its private one', () => {
    const here = row('deploy', { knownAs: known })
    const chosen = { source: { kind: 'text', text: '' }, fileName: 'deploy' } as const
    expect(foundKeys(chosen, [here.preview, { ...preview, part: 1 }], 'f', [])[1]?.name).toBe('deploy')
    const half = row('authorized_keys', { state: 'public', comment: 'ada@laptop' })
    const own = row('id_work', { comment: 'ada@laptop' }, [half.name])
    expect(own.name).toBe('ada@laptop-2')
    expect(appended([half], [own])[1]?.name).toBe('ada@laptop')
  })

  it('follow a comment that comes to light, unless the user gave one', () => {
    const locked = row('id_work', { state: 'encrypted' })
    const shown = { ...preview, comment: 'ada@laptop' }
    expect(openedKey(locked, 'secret', shown, []).name).toBe('ada@laptop')
    expect(openedKey({ ...locked, name: 'mine', named: true }, 'secret', shown, []).name).toBe('mine')
  })

  it('are refused where taken in the vault or in the same import', () => {
    const rows = [row('a'), row('b', { key: other })]
    const [first, second] = rows as [FoundKey, FoundKey]
    expect(nameProblem(first, rows, ['A'])).toContain('Another key pair')
    const same = { ...second, name: 'a' }
    expect(nameProblem(same, [first, same], [])).toContain('this import')
    expect(nameProblem(first, [first, { ...same, chosen: false }], [])).toBeUndefined()
    expect(nameProblem({ ...first, name: ' ' }, rows, [])).toContain('needs a name')
  })
})

describe('readyRows', () => {
  it('leaves out what is locked, not chosen, badly named or already here', () => {
    const locked = row('locked', { state: 'encrypted', key: other })
    const rows = [row('fine'), locked, { ...row('off'), chosen: false }, row('known', { knownAs: known })]
    expect(readyRows(rows, []).map(({ fileName }) => fileName)).toEqual(['fine'])
    expect(readyRows([{ ...locked, passphrase: 'x' }], [])).toHaveLength(1)
    expect(readyRows([row('taken')], ['taken'])).toEqual([])
    const refused = { code: 'passphrase-wrong', message: 'Wrong.', retryable: true } as const
    expect(readyRows([{ ...locked, passphrase: 'x', wrong: refused }], [])).toEqual([])
  })

  it('takes nothing twice', () => {
    const one = row('id')
    const stored = { ...one, progress: { state: 'stored', keyPair: {} as never } } as const
    expect(isImportable(stored, [stored])).toBe(false)
  })
})

it('a row that can not be imported takes no name from one that can', () => {
  const chosen = { source: { kind: 'text', text: '' }, fileName: 'bundle.pem' } as const
  const parts = [{ ...preview, state: 'refused' as const, key: null }, preview].map((found, part) => ({
    ...found,
    comment: '',
    part,
  }))
  expect(foundKeys(chosen, parts, 'b', []).map(({ name }) => name)).toEqual(['bundle', 'bundle'])
})

it('names a file by what its name is, and not by what it looks like', () => {
  expect(sourceName({ fileName: 'id_\u202ebup.asr' })).toBe('id_\\u{202e}bup.asr')
})
