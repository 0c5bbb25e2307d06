import {
  chmod,
  chown,
  lstat,
  mkdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  around,
  type KeysLab,
  keysLab,
  plainOrder,
  readRemoteKeys,
  refusalOf,
  requireShell,
  shellKinds,
} from '../helpers/authorized-keys-lab.js'
import { run, runOk } from '../helpers/processes.js'
import { canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { sshdInstalled } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'

describe.runIf((sshdInstalled && canAddUsers) || process.env.CI)('authorized_keys over a real sshd', () => {
  let lab: KeysLab
  let user: TestUser
  const other = testSigner('ecdsa-256', 'other')
  const fresh = testSigner('ed25519', 'fresh')
  const line = `${fresh.publicLine}\n`
  beforeAll(async () => {
    lab = await keysLab()
    user = lab.users.dash
  })
  afterAll(() => lab.stop())
  const undo: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step()
  })

  it.for(shellKinds)('takes a key where sh is %s, byte for byte', async (kind, context) => {
    requireShell(kind, context)
    const whole = lab.users[kind]
    const old = Buffer.from(`# ${'é\0\x01\xff%s\\n$(x)`\'"'}\n${other.publicLine}\n`, 'latin1')
    await whole.keep(old, 0o644)
    const { after } = await lab.authorize(whole, fresh)
    const expected = Buffer.concat([old, Buffer.from(line)])
    expect((await readFile(whole.file)).equals(expected)).toBe(true)
    expect(after.content?.equals(expected)).toBe(true)
    const { mode, uid } = await stat(whole.file)
    expect([(mode & 0o777).toString(8), uid]).toEqual(['644', whole.uid])
    expect((await around(whole.file)).names).toEqual(['authorized_keys', 'authorized_keys.latchkey-backup'])
    expect((await readFile(`${whole.file}.latchkey-backup`)).equals(old)).toBe(true)
    expect(await lab.opens(whole, fresh)).toBe(true)
    expect(await lab.opens(whole, other)).toBe(true)
  })

  it.each([
    ['with CRLF', `${other.publicLine}\r\n`, `${other.publicLine}\r\n${line}`],
    ['without a last line feed', other.publicLine, `${other.publicLine}\n${line}`],
    ['with a byte order mark', `\ufeff${other.publicLine}\n`, `\ufeff${other.publicLine}\n${line}`],
    ['that is only a byte order mark', '\ufeff', `\ufeff\n${line}`],
    ['with 9,000 characters of junk', `${'x'.repeat(9_000)}\n`, `${'x'.repeat(9_000)}\n${line}`],
    ['that is empty', '', line],
  ])('takes a key into a file %s', async (_what, old, expected) => {
    await user.keep(Buffer.from(old))
    await lab.authorize(user, fresh)
    expect(await readFile(user.file, 'utf8')).toBe(expected)
    expect(await lab.opens(user, fresh)).toBe(true)
  })

  it('makes the file and its folder where there are none', async () => {
    await rm(dirname(user.file), { recursive: true })
    const { before } = await lab.authorize(user, fresh)
    expect(before.content).toBeNull()
    const modes = await Promise.all([dirname(user.file), user.file].map(async (path) => stat(path)))
    expect(modes.map(({ mode, uid }) => [(mode & 0o777).toString(8), uid])).toEqual([
      ['700', user.uid],
      ['600', user.uid],
    ])
    expect(await lab.opens(user, fresh)).toBe(true)
  })

  it('follows symlinks within the home, and leaves them', async () => {
    await user.keep(`${other.publicLine}\n`)
    const real = join(user.home, 'dotfiles')
    await mkdir(real, { mode: 0o700 })
    await chown(real, user.uid, user.gid)
    await rename(user.file, join(real, 'keys'))
    await symlink('../dotfiles/keys', user.file)
    undo.push(
      () => rm(user.file),
      () => rm(real, { recursive: true }),
    )
    await lab.authorize(user, fresh)
    expect(await readlink(user.file)).toBe('../dotfiles/keys')
    expect(await readFile(join(real, 'keys'), 'utf8')).toBe(`${other.publicLine}\n${line}`)
    expect(await lab.opens(user, fresh)).toBe(true)
  })

  it('warns where others may write the file, which many an sshd refuses', async () => {
    await user.keep(`${other.publicLine}\n`, 0o664)
    const { before } = await lab.authorize(user, fresh)
    expect(before.warnings.join()).toContain('can be written by others')
  })

  describe('refuses, and changes nothing,', () => {
    const old = `${other.publicLine}\n`

    /** What the refusal says; the file and all that is beside it must be as before. */
    async function refused(who = user) {
      const before = await around(who.file)
      const { info } = await refusalOf(lab.authorize(who, fresh))
      expect(await around(who.file)).toEqual(before)
      expect(info.advice).not.toBeUndefined()
      return info
    }

    it('a file of another user', async () => {
      await user.keep(old)
      await chown(user.file, 0, 0)
      await chmod(user.file, 0o644)
      expect(await refused()).toMatchObject({
        code: 'authorized-keys-wrong-owner',
        message: `${user.file} on ${user.name}@web-1 belongs to another user.`,
      })
    })

    it('a folder of another user', async () => {
      await user.keep(old)
      await chown(dirname(user.file), 0, 0)
      await chmod(dirname(user.file), 0o755)
      undo.push(
        () => chown(dirname(user.file), user.uid, user.gid),
        () => chmod(dirname(user.file), 0o700),
      )
      expect(await refused()).toMatchObject({ code: 'authorized-keys-wrong-owner' })
    })

    it('a file that its own account may not write', async () => {
      await user.keep(old, 0o400)
      expect(await refused()).toMatchObject({ code: 'authorized-keys-read-only' })
    })

    it('a folder that its own account may not write', async () => {
      await user.keep(old)
      await chmod(dirname(user.file), 0o500)
      undo.push(() => chmod(dirname(user.file), 0o700))
      expect(await refused()).toMatchObject({ code: 'authorized-keys-read-only' })
    })

    it('a file that nobody may read', async () => {
      await user.keep(old, 0o200)
      expect(await refused()).toMatchObject({ code: 'authorized-keys-unreadable' })
    })

    it('something that is no file', async () => {
      await rm(user.file, { force: true })
      await mkdir(user.file)
      await chown(user.file, user.uid, user.gid)
      undo.push(() => rm(user.file, { recursive: true }))
      expect(await refused()).toMatchObject({ code: 'authorized-keys-unreadable' })
    })

    it('a symlink out of the home', async () => {
      const outside = join(dirname(user.home), 'shared_keys')
      await writeFile(outside, old)
      await chown(outside, user.uid, user.gid)
      await rm(user.file, { force: true })
      await symlink(outside, user.file)
      undo.push(
        () => rm(user.file),
        () => rm(outside),
      )
      expect(await refused()).toMatchObject({ code: 'authorized-keys-elsewhere' })
      expect((await lstat(user.file)).isSymbolicLink()).toBe(true)
    })

    it('symlinks that go round in a circle', async () => {
      await rm(user.file, { force: true })
      await symlink('authorized_keys', user.file)
      undo.push(() => rm(user.file))
      expect(await refused()).toMatchObject({ code: 'authorized-keys-elsewhere' })
    })

    it('an account with a forced command, which never sees a byte of it', async () => {
      const seen = join(user.home, 'seen')
      const forced = await lab.add()
      await forced.keep(`command="timeout 1 cat >${seen}; echo $SSH_ORIGINAL_COMMAND" ${fresh.publicLine}\n`)
      await runOk('touch', [seen])
      await chown(seen, forced.uid, forced.gid)
      await chmod(user.home, 0o755)
      const way = await lab.door(forced, fresh)
      const { info } = await refusalOf(readRemoteKeys(way, plainOrder))
      way.connection.end()
      expect(info.code).toBe('ssh-no-shell')
      expect(await readFile(seen, 'utf8')).toBe('')
    })

    it('an account without a shell', async () => {
      const closed = await lab.add({ shell: '/usr/sbin/nologin', keys: old })
      expect(await refused(closed)).toMatchObject({
        code: 'ssh-no-shell',
        detail: expect.stringContaining('This account is currently not available'),
      })
    })

    describe('what the disk does not take:', () => {
      async function mounted(options: string) {
        await user.keep(old)
        const folder = dirname(user.file)
        const type = [
          '-t',
          'tmpfs',
          '-o',
          `mode=700,uid=${user.uid},gid=${user.gid},${options}`,
          'tmpfs',
          folder,
        ]
        await runOk('mount', type)
        undo.push(() => runOk('umount', ['-l', folder]))
        return folder
      }

      it('a full one', async () => {
        const folder = await mounted('size=64k')
        await user.keep(old)
        await run('sh', ['-c', 'cat /dev/zero >"$0/filler" 2>/dev/null', folder])
        expect(await refused()).toMatchObject({
          code: 'authorized-keys-disk-full',
          message: `The disk of ${user.name}@web-1 is full.`,
        })
      })

      it('one that is full halfway', async () => {
        const folder = await mounted('size=64k')
        const long = `${old}# ${'x'.repeat(9_000)}\n`
        await user.keep(long)
        await run('sh', ['-c', 'head -c 36864 /dev/zero >"$0/filler"', folder])
        expect(await refused()).toMatchObject({ code: 'authorized-keys-disk-full' })
      })

      it('one that can only be read', async () => {
        const folder = await mounted('size=64k')
        await user.keep(old)
        await runOk('mount', ['-o', 'remount,ro', folder])
        expect(await refused()).toMatchObject({ code: 'authorized-keys-read-only' })
      })
    })

    it('a file with the attribute of what never changes', async ({ skip }) => {
      await user.keep(old)
      const { code } = await run('chattr', ['+i', user.file])
      if (code !== 0) skip('The file system has no immutable files')
      undo.push(() => runOk('chattr', ['-i', user.file]))
      expect(await refused()).toMatchObject({
        code: 'authorized-keys-read-only',
        message: expect.stringContaining('chattr'),
      })
    })
  })
})
