import { describe, expect, it, vi } from 'vitest'
import { keyRecord } from '../../../test/helpers/key-records.js'
import {
  ANOTHER,
  expectAllReadable,
  expectUnmoved,
  holdAt,
  inKeychain,
  inSealedFile,
  none,
  PASSWORD,
  secretOf,
  start,
} from '../../../test/helpers/move-lab.js'
import { LatchkeyError } from '../lib/error.js'
import { removeRecord, storeRecord } from './secret-record.js'

const toFile = { to: 'sealed-file' as const, password: PASSWORD }

describe('a move', () => {
  it('takes everything from a keychain to a sealed file, and leaves nothing behind', async () => {
    const started = await inKeychain()
    const status = await started.vault.move(toFile, none)
    expect(status).toMatchObject({ state: 'open', backend: 'sealed-file', hasPassword: true })
    expect(status.move).toBeUndefined()
    await expectAllReadable(started)
    expect(started.keychain.kept.held()).toEqual([])
    expect(started.keychain.state.exists).toBe(false)
    expect(started.profile.read()).toMatchObject({ vault: { backend: 'sealed-file' }, move: null })
    await started.vault.lock(undefined, none)
    await started.vault.unlock({ password: PASSWORD }, none)
    await expectAllReadable(started)
  })

  it('takes everything from a sealed file to a keychain without a password', async () => {
    const started = await inSealedFile()
    const status = await started.vault.move({ to: 'keychain', current: PASSWORD }, none)
    expect(status).toMatchObject({ state: 'open', backend: 'keychain', hasPassword: false })
    await expectAllReadable(started)
    expect(started.sealed.state.exists).toBe(false)
    expect((await start(started).status()).state).toBe('open')
  })

  it('takes everything between places that both have a password, which may be another', async () => {
    const started = await inSealedFile()
    await started.vault.move({ to: 'keychain', current: PASSWORD, password: ANOTHER }, none)
    expect(await started.keychain.kept.get('key/one')).not.toEqual(Uint8Array.from(secretOf('one')))
    await expectAllReadable(started)
    await started.vault.lock(undefined, none)
    await expect(started.vault.unlock({ password: PASSWORD }, none)).rejects.toMatchObject({
      code: 'password-wrong',
    })
    await started.vault.unlock({ password: ANOTHER }, none)
    await started.vault.move({ ...toFile, current: ANOTHER }, none)
    expect(started.keychain.kept.held()).toEqual([])
    await expectAllReadable(started)
  })

  it('tells how far it is', async () => {
    const started = await inKeychain()
    const seen: unknown[] = []
    const watching = (async () => {
      for await (const { move } of await started.vault.watch(undefined, none)) {
        if (move?.state === 'running') seen.push(`${move.step} ${move.done} of ${move.total}`)
        if (seen.length > 0 && move === undefined) return
      }
    })()
    await started.vault.move(toFile, none)
    await watching
    expect(seen).toContain('copying 1 of 2')
    expect(seen).toContain('comparing 1 of 2')
  })

  it('needs the current password, the right one, and a good new one, and changes nothing otherwise', async () => {
    const started = await inSealedFile()
    const { move } = started.vault
    const refused = (input: Parameters<typeof move>[0], code: string) =>
      expect(move(input, none), code).rejects.toMatchObject({ code })
    await refused({ to: 'keychain' }, 'input-invalid')
    await refused({ to: 'keychain', current: 'wrong' }, 'password-wrong')
    await refused({ to: 'keychain', current: PASSWORD, password: 'short' }, 'password-weak')
    await refused({ to: 'sealed-file', current: PASSWORD, password: ANOTHER }, 'input-invalid')
    await expectUnmoved(started, 'sealed-file')
    await started.vault.move({ to: 'keychain', current: PASSWORD }, none)
    await refused({ to: 'sealed-file' }, 'input-invalid')
    await refused({ ...toFile, current: PASSWORD }, 'input-invalid')
    await expectUnmoved(started, 'keychain')
  })

  it('says why a place can not be had, and leaves a vault alone that it did not make', async () => {
    const started = await inSealedFile()
    const move = () => started.vault.move({ to: 'keychain', current: PASSWORD }, none)
    started.keychain.state.available = false
    await expect(move()).rejects.toMatchObject({ message: expect.stringContaining('No bus.') })
    started.keychain.state.available = true
    started.keychain.state.exists = true
    await started.keychain.kept.set('key/foreign', secretOf('foreign'))
    await expect(move()).rejects.toMatchObject({ code: 'vault-exists' })
    expect(started.keychain.kept.held()).toEqual(['key/foreign'])
    expect(started.profile.read()).toMatchObject({ vault: { backend: 'sealed-file' }, move: null })
  })

  it('says which secret can not be read, and changes nothing', async () => {
    const started = await inKeychain()
    const { get } = started.keychain.kept
    vi.spyOn(started.keychain.kept, 'get').mockImplementation(async (name) => {
      if (name === 'key/two')
        throw new LatchkeyError('vault-damaged', 'The item is not as Latchkey wrote it.')
      return get(name)
    })
    await expect(started.vault.move(toFile, none)).rejects.toMatchObject({
      code: 'vault-damaged',
      message: expect.stringContaining('the key pair "deploy"'),
    })
    vi.restoreAllMocks()
    await expectUnmoved(started, 'keychain')
  })

  it.each([1, 2, 3, 4])(
    'finds a secret that comes back otherwise at read %i, and changes nothing',
    async (nth) => {
      const started = await inKeychain()
      const { get } = started.sealed.kept
      let reads = 0
      vi.spyOn(started.sealed.kept, 'get').mockImplementation(async (name) => {
        const secret = await get(name)
        if (++reads === nth) secret?.set([1], 3)
        return secret
      })
      await expect(started.vault.move(toFile, none)).rejects.toMatchObject({
        code: 'vault-damaged',
        message: expect.stringContaining('is not in Sealed file as it was written'),
      })
      await expectUnmoved(started, 'keychain')
    },
  )

  it.each([
    { what: 'a full disk in the new place', place: 'sealed' as const, method: 'set' as const },
    { what: 'a keychain that ends while it is read', place: 'keychain' as const, method: 'get' as const },
  ])('is undone by $what', async ({ place, method }) => {
    const started = await inKeychain()
    const { kept } = started[place]
    const original = kept[method] as (...args: unknown[]) => Promise<unknown>
    let calls = 0
    vi.spyOn(kept, method).mockImplementation((async (...args: unknown[]) => {
      if (++calls > 1) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      return original(...args)
    }) as never)
    await expect(started.vault.move(toFile, none)).rejects.toThrow('no space left')
    vi.restoreAllMocks()
    await expectUnmoved(started, 'keychain')
    await started.vault.move(toFile, none)
    await expectAllReadable(started)
  })

  it('takes along what no entry names', async () => {
    const started = await inKeychain()
    await started.vault.secrets().set('key/stray', secretOf('stray'))
    await started.vault.move(toFile, none)
    expect(started.sealed.kept.held()).toEqual(['key/one', 'key/stray', 'key/two'])
    expect(started.keychain.kept.held()).toEqual([])
  })

  it('goes on without a secret that is missing', async () => {
    const started = await inKeychain()
    await started.keychain.kept.delete('key/two')
    await started.vault.move(toFile, none)
    expect(started.sealed.kept.held()).toEqual(['key/one'])
    expect(started.profile.read().move).toBeNull()
  })
})

describe('while a move is under way', () => {
  it('can be cancelled, and nothing has happened', async () => {
    const started = await inKeychain()
    const held = holdAt(started.sealed.kept, 'set', 2)
    const moving = started.vault.move(toFile, none)
    await held.reached
    await started.vault.cancelMove(undefined, none)
    held.letGo()
    await expect(moving).rejects.toMatchObject({ code: 'cancelled' })
    await expectUnmoved(started, 'keychain')
  })

  it('a lock ends it at once, even where a place does not answer', async () => {
    const started = await inSealedFile()
    const held = holdAt(started.keychain.kept, 'set', 2)
    const moving = started.vault.move({ to: 'keychain', current: PASSWORD }, none)
    const message = expect.stringContaining('Nothing was moved')
    const ended = expect(moving).rejects.toMatchObject({ code: 'cancelled', message })
    await held.reached
    expect((await started.vault.lock(undefined, none)).state).toBe('locked')
    held.letGo()
    await ended
    await started.vault.unlock({ password: PASSWORD }, none)
    await expectUnmoved(started, 'sealed-file')
  })

  it('secrets can be read, and what is stored or deleted waits and is in the new place', async () => {
    const started = await inKeychain()
    const held = holdAt(started.sealed.kept, 'set', 2)
    const moving = started.vault.move(toFile, none)
    await held.reached
    await expectAllReadable(started)
    const { phase: _, ...record } = keyRecord('three', 'later')
    const secrets = started.vault.secrets()
    const storing = storeRecord(started.profile, secrets, 'keys', record, secretOf('three'))
    const deleting = removeRecord(started.profile, secrets, 'keys', 'one')
    held.letGo()
    await Promise.all([moving, storing, deleting])
    expect(started.sealed.kept.held()).toEqual(['key/three', 'key/two'])
    expect(started.keychain.kept.held()).toEqual([])
    expect(started.profile.read().keys.map(({ id, phase }) => [id, phase])).toEqual([
      ['two', 'stored'],
      ['three', 'stored'],
    ])
  })

  it('what is stored waits for its cancelling too, and is in the old place', async () => {
    const started = await inKeychain()
    const held = holdAt(started.sealed.kept, 'set', 2)
    const moving = started.vault.move(toFile, none)
    await held.reached
    const storing = started.vault.secrets().set('key/three', secretOf('three'))
    await started.vault.cancelMove(undefined, none)
    held.letGo()
    await expect(moving).rejects.toMatchObject({ code: 'cancelled' })
    await storing
    expect(started.keychain.kept.held()).toEqual(['key/one', 'key/three', 'key/two'])
  })

  it('it begins after a write that was under way, and takes it along', async () => {
    const started = await inKeychain()
    const held = holdAt(started.keychain.kept, 'set', 1)
    const { phase: _, ...record } = keyRecord('three', 'later')
    const storing = storeRecord(started.profile, started.vault.secrets(), 'keys', record, secretOf('three'))
    await held.reached
    const moving = started.vault.move(toFile, none)
    held.letGo()
    await Promise.all([storing, moving])
    expect(started.sealed.kept.held()).toEqual(['key/one', 'key/three', 'key/two'])
  })
})
