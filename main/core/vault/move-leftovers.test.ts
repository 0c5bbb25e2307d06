import { describe, expect, it, vi } from 'vitest'
import {
  ANOTHER,
  dying,
  expectAllReadable,
  inKeychain,
  inSealedFile,
  none,
  openAnyhow,
  PASSWORD,
  type Place,
  type Started,
  secretOf,
  start,
} from '../../../test/helpers/move-lab.js'
import { LatchkeyError } from '../lib/error.js'
import { removeRecord } from './secret-record.js'

const gone = new LatchkeyError('keychain-unavailable', 'No keychain service runs in this session.')
const toFile = { to: 'sealed-file' as const, password: PASSWORD }

/** A vault in the sealed file, whose old copy in the keychain could not be deleted. */
async function leftBehind(): Promise<Started> {
  const started = await inKeychain()
  vi.spyOn(started.keychain.factory, 'discard').mockRejectedValue(gone)
  vi.spyOn(started.keychain.factory, 'open').mockRejectedValue(gone)
  await started.vault.move(toFile, none)
  return started
}

const unlocked = async (place: Place): Promise<Started> => {
  const started = start(place)
  await started.vault.unlock({ password: PASSWORD }, none)
  return started
}

describe('an old copy that can not be deleted', () => {
  it('does not keep the vault from opening, is told of, and goes once it can be reached', async () => {
    const before = await leftBehind()
    expect(await before.status()).toMatchObject({
      state: 'open',
      backend: 'sealed-file',
      move: { state: 'waiting', left: 'old copy', label: 'GNOME keyring', problem: gone.info },
    })
    const later = await unlocked(before)
    await expectAllReadable(later)
    await vi.waitFor(async () => expect((await later.status()).move).toMatchObject({ state: 'waiting' }))
    vi.restoreAllMocks()
    const { move } = await later.vault.settleMove({ action: 'try-again' }, none)
    expect(move).toBeUndefined()
    expect(later.keychain.kept.held()).toEqual([])
    expect(later.keychain.state.exists).toBe(false)
    await expectAllReadable(later)
  })

  it('goes by itself at the next opening', async () => {
    const before = await leftBehind()
    vi.restoreAllMocks()
    const later = await unlocked(before)
    await vi.waitFor(() => expect(later.profile.read().move).toBeNull())
    expect(later.keychain.kept.held()).toEqual([])
  })

  it('stays for good, with nothing said, where the user wants that; and the vault can move back over it', async () => {
    const before = await leftBehind()
    expect((await before.vault.settleMove({ action: 'leave' }, none)).move).toBeUndefined()
    vi.restoreAllMocks()
    const later = await unlocked(before)
    expect(later.keychain.kept.held()).toEqual(['key/one', 'key/two'])
    await later.vault.move({ to: 'keychain', current: PASSWORD }, none)
    await expectAllReadable(later)
    expect(later.sealed.state.exists).toBe(false)
  })

  it('keeps another move from beginning over it, and says why', async () => {
    const started = await leftBehind()
    await expect(started.vault.move({ to: 'keychain', current: PASSWORD }, none)).rejects.toMatchObject({
      code: 'keychain-unavailable',
      message: expect.stringMatching(/^An earlier move is not over/),
    })
    await expectAllReadable(started)
  })

  it('is kept where the vault lacks what is in it', async () => {
    const before = await leftBehind()
    await before.sealed.kept.delete('key/two')
    vi.restoreAllMocks()
    const later = await unlocked(before)
    expect((await later.status()).move).toMatchObject({
      state: 'waiting',
      problem: { code: 'secret-missing', message: expect.stringContaining('the key pair "deploy"') },
    })
    expect(later.keychain.kept.held()).toEqual(['key/one', 'key/two'])
  })

  it('is kept where the vault lacks it at a later opening of the same run', async () => {
    const started = await leftBehind()
    await started.vault.lock(undefined, none)
    vi.restoreAllMocks()
    await started.sealed.kept.delete('key/two')
    await started.vault.unlock({ password: PASSWORD }, none)
    expect((await started.status()).move).toMatchObject({ problem: { code: 'secret-missing' } })
    expect(started.keychain.kept.held()).toEqual(['key/one', 'key/two'])
  })

  it('goes although key pairs were deleted since', async () => {
    const before = await leftBehind()
    await before.vault.secrets().delete('key/two')
    await before.profile.update((now) => ({ ...now, keys: now.keys.filter(({ id }) => id !== 'two') }))
    vi.restoreAllMocks()
    const later = await unlocked(before)
    await vi.waitFor(() => expect(later.profile.read().move).toBeNull())
    expect(later.keychain.kept.held()).toEqual([])
    expect(later.sealed.kept.held()).toEqual(['key/one'])
  })
})

it('keeps an old copy in which there is something that was not moved', async () => {
  const before = await leftBehind()
  vi.restoreAllMocks()
  await before.keychain.kept.set('key/other', secretOf('other'))
  const later = await unlocked(before)
  await vi.waitFor(async () =>
    expect((await later.status()).move).toMatchObject({
      problem: { message: expect.stringContaining('key/other') },
    }),
  )
  expect(later.keychain.kept.held()).toEqual(['key/one', 'key/other', 'key/two'])
})

describe('a keychain that was replaced by another one while the old copy was in it', () => {
  it('does not pass for an old copy that is gone', async () => {
    const before = await leftBehind()
    vi.restoreAllMocks()
    before.keychain.state.exists = false
    const later = await unlocked(before)
    await vi.waitFor(async () => expect((await later.status()).move).toMatchObject({ left: 'old copy' }))
    before.keychain.state.exists = true
    await later.vault.settleMove({ action: 'try-again' }, none)
    expect(later.keychain.kept.held()).toEqual([])
    expect(later.profile.read().move).toBeNull()
  })
})

describe('an unfinished copy that can not be deleted', () => {
  it('is told of, and goes once it can be reached', async () => {
    const started = await inSealedFile()
    vi.spyOn(started.keychain.kept, 'get').mockResolvedValue(null)
    vi.spyOn(started.keychain.factory, 'discard').mockRejectedValue(gone)
    await expect(started.vault.move({ to: 'keychain', current: PASSWORD }, none)).rejects.toMatchObject({
      code: 'vault-damaged',
    })
    expect((await started.status()).move).toMatchObject({ state: 'waiting', left: 'unfinished copy' })
    vi.restoreAllMocks()
    const later = await unlocked(started)
    await vi.waitFor(() => expect(later.profile.read().move).toBeNull())
    expect(later.keychain.kept.held()).toEqual([])
    await expectAllReadable(later)
  })
})

const moves = [
  { what: 'from a keychain to a sealed file', from: () => inKeychain(), input: toFile },
  {
    what: 'from a keychain with a password',
    from: () => inKeychain(ANOTHER),
    input: { ...toFile, current: ANOTHER },
  },
  { what: 'to a keychain', from: inSealedFile, input: { to: 'keychain' as const, current: PASSWORD } },
  {
    what: 'to a keychain with a password',
    from: inSealedFile,
    input: { to: 'keychain' as const, current: PASSWORD, password: ANOTHER },
  },
]

/** In exactly one place, whole, and nothing in the other. */
async function expectOneVault(started: Started, at: string): Promise<void> {
  await vi.waitFor(() => expect(started.profile.read().move, at).toBeNull())
  await expectAllReadable(started)
  const { keychain, sealed, profile } = started
  const isKeychain = profile.read().vault?.backend === 'keychain'
  const other = isKeychain ? sealed : keychain
  expect([keychain.state.exists, sealed.state.exists], at).toEqual([isKeychain, !isKeychain])
  expect(other.kept.held(), at).toEqual([])
  await started.vault.secrets().set('key/one', secretOf('one'))
}

describe.each(moves)('a move $what', ({ from, input }) => {
  it('cut off at any write, and its repair at any write too, leaves the vault whole in one place', async () => {
    const ends = new Set<string | undefined>()
    for (let at = 1; ; at++) {
      const place = await from()
      const cut = dying(place, at)
      const moving = start(cut.place)
      await openAnyhow(moving)
      cut.begin()
      const through = await moving.vault.move(input, none).then(
        () => !cut.isDead(),
        () => false,
      )
      const repair = dying(place, 1 + (at % 3))
      repair.begin()
      await openAnyhow(start(repair.place)).catch(() => undefined)
      const after = start(place)
      await openAnyhow(after)
      await expectOneVault(after, `write ${at}`)
      ends.add(after.profile.read().vault?.backend)
      if (through) break
    }
    expect(ends.size).toBe(2)
  })
})

it('an old copy goes where a full disk kept it from being noted, also once a key pair was deleted', async () => {
  const started = await inKeychain()
  const { profile, vault } = started
  const { update } = profile
  const full = new Error('ENOSPC: no space left on device')
  const noting = vi.spyOn(profile, 'update').mockImplementation((change) => {
    if (change(profile.read()).move?.phase === 'leaving') throw full
    return update(change)
  })
  await vault.move(toFile, none)
  expect((await started.status()).move).toMatchObject({ state: 'waiting', left: 'old copy' })
  expect(profile.read().move?.phase).toBe('proving')

  noting.mockRestore()
  await removeRecord(profile, vault.secrets(), 'keys', 'one')
  await vi.waitFor(() => expect(profile.read().move).toBeNull())
  expect((await started.status()).move).toBeUndefined()
  expect(started.keychain.kept.held()).toEqual([])
  expect(Buffer.from((await vault.secrets().get('key/two')) ?? [])).toEqual(secretOf('two'))
  expect(await vault.secrets().get('key/one')).toBeNull()
})
