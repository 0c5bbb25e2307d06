import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Encrypter, Stanza } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import { processorMs } from '../../../test/helpers/processor-time.js'
import { tempFolder } from '../../../test/helpers/temp-folder.js'
import {
  decryptFile,
  encryptToRecipient,
  encryptWithPassphrase,
  newIdentity,
  typedIdentity,
} from './age-file.js'

const plain = randomBytes(200_000)

describe('a file for a recipient', () => {
  it('is opened by the identity, however it is typed, and says whose it is', async () => {
    const { identity, recipient } = await newIdentity()
    const file = await encryptToRecipient(plain, recipient)
    const opened = await decryptFile(file, identity)
    expect(Buffer.from(opened.plain).equals(plain)).toBe(true)
    expect(opened.recipient).toBe(recipient)
    const typed = identity.toLowerCase().replace(/(.{6})/g, '$1 ')
    expect(typedIdentity(typed)).toBe(identity)
    expect((await decryptFile(file, typed)).recipient).toBe(recipient)
  })

  it('is refused with another identity, a mistyped one, and a passphrase', async () => {
    const { identity, recipient } = await newIdentity()
    const other = await newIdentity()
    const file = await encryptToRecipient(plain, recipient)
    await expect(decryptFile(file, other.identity)).rejects.toMatchObject({
      code: 'recovery-code-wrong',
      message: expect.stringContaining('not for this recovery code'),
    })
    const mistyped = identity.replace(/.$/, (last) => (last === 'Q' ? 'P' : 'Q'))
    await expect(decryptFile(file, mistyped)).rejects.toMatchObject({
      code: 'recovery-code-wrong',
      message: expect.stringContaining('typing mistake'),
    })
    await expect(decryptFile(file, 'correct horse battery')).rejects.toMatchObject({
      message: expect.stringContaining('by a recovery code'),
    })
  })

  it('is not made for what is no recipient', async () => {
    for (const recipient of ['', 'age1', 'ssh-ed25519 AAAA', 'age1qqqq'])
      await expect(encryptToRecipient(plain, recipient)).rejects.toMatchObject({ code: 'input-invalid' })
  })
})

it('what is empty, or no file of age, is said to be that', async () => {
  const said = (message: string) => ({ code: 'backup-unreadable', message: expect.stringContaining(message) })
  await expect(decryptFile(new Uint8Array(), 'secret')).rejects.toMatchObject(said('The file is empty.'))
  for (const content of ['age-encryp', 'PK\x03\x04', '{}', '\n'])
    await expect(decryptFile(Buffer.from(content), 'secret')).rejects.toMatchObject(
      said('not a file that age'),
    )
})

describe('a file for a passphrase', () => {
  it('is opened by it alone', async () => {
    const file = await encryptWithPassphrase(plain, 'correct horse battery')
    expect(Buffer.from(file.subarray(0, 200)).toString('latin1')).toMatch(/^-> scrypt \S{22} 18$/m)
    const opened = await decryptFile(file, 'correct horse battery')
    expect(Buffer.from(opened.plain).equals(plain)).toBe(true)
    await expect(decryptFile(file, 'correct horse battery ')).rejects.toMatchObject({
      code: 'passphrase-wrong',
    })
    const { identity } = await newIdentity()
    await expect(decryptFile(file, identity)).rejects.toMatchObject({
      message: expect.stringContaining('by a passphrase, not by a recovery code'),
    })
  }, 60_000)

  it('leaves the event loop free while the passphrase is worked on', async () => {
    let ticks = 0
    const clock = setInterval(() => ticks++, 5)
    await encryptWithPassphrase(plain, 'correct horse battery')
    clearInterval(clock)
    expect(ticks).toBeGreaterThan(10)
  }, 60_000)

  it('that asks for more than 20 is refused before any work', async () => {
    for (const workFactor of ['21', '30', '63', '999']) {
      const file = await fileWith(['scrypt', 'AAAAAAAAAAAAAAAAAAAAAA', workFactor])
      const started = processorMs()
      await expect(decryptFile(file, 'any')).rejects.toMatchObject({
        code: 'backup-too-costly',
        message: expect.stringContaining(workFactor),
      })
      expect(processorMs() - started).toBeLessThan(3_000)
    }
  })

  it.each([
    ['no number', ['scrypt', 'AAAAAAAAAAAAAAAAAAAAAA', '018']],
    ['a short salt', ['scrypt', 'AAAA', '10']],
    ['an argument too many', ['scrypt', 'AAAAAAAAAAAAAAAAAAAAAA', '10', 'x']],
  ])('with %s is damaged', async (_what, args) => {
    await expect(decryptFile(await fileWith(args), 'any')).rejects.toMatchObject({ code: 'backup-damaged' })
  })
})

describe('what is no whole file', () => {
  it('is named for what it is, wherever it is cut off or changed', async () => {
    const { identity, recipient } = await newIdentity()
    const file = await encryptToRecipient(plain, recipient)
    for (const length of [30, 100, file.length - 1, file.length - 16, 66_000])
      await expect(decryptFile(file.slice(0, length), identity)).rejects.toMatchObject({
        code: 'backup-damaged',
      })
    for (const at of [file.length - 1, 100_000, 250]) {
      const changed = Uint8Array.from(file)
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(decryptFile(changed, identity)).rejects.toMatchObject({ code: 'backup-damaged' })
    }
  })

  it('is no age file, or one of a later version', async () => {
    for (const text of ['', 'hello', '{"keys":[]}', '-----BEGIN OPENSSH PRIVATE KEY-----\n'])
      await expect(decryptFile(Buffer.from(text), 'x')).rejects.toMatchObject({ code: 'backup-unreadable' })
    const later = Buffer.from('age-encryption.org/v2\n-> X y\n\n--- z\n')
    await expect(decryptFile(later, 'x')).rejects.toMatchObject({ code: 'backup-newer' })
  })
})

const noAge = !existsSync('/usr/bin/age') && !process.env.CI

describe.skipIf(noAge)(noAge ? 'age of Debian: not installed' : 'age of Debian', () => {
  it('opens what we write, and we open what it writes, also as text', async () => {
    const identity = execFileSync('age-keygen', { stdio: ['ignore', 'pipe', 'ignore'] }).toString()
    const [, recipient = ''] = /public key: (age1\S+)/.exec(identity) ?? []
    const [code = ''] = /AGE-SECRET-KEY-1\S+/.exec(identity) ?? []
    const ours = await encryptToRecipient(plain, recipient)
    const codeFile = join(await tempFolder('age'), 'code.txt')
    await writeFile(codeFile, `${code}\n`, { mode: 0o600 })
    const theirs = execFileSync('age', ['-d', '-i', codeFile], { input: ours, maxBuffer: 1e7 })
    expect(theirs.equals(plain)).toBe(true)
    for (const options of [[], ['-a']]) {
      const file = execFileSync('age', ['-r', recipient, ...options], { input: plain, maxBuffer: 1e7 })
      expect(Buffer.from((await decryptFile(file, code)).plain).equals(plain)).toBe(true)
    }
  })
})

/** With a stanza of our own making; its body is 32 bytes. */
async function fileWith(args: string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.addRecipient({ wrapFileKey: () => [new Stanza(args, new Uint8Array(32))] })
  return encrypter.encrypt('x')
}
