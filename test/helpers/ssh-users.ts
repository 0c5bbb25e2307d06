import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, runOk } from './processes.js'

/** A user of this machine, made for a test. */
export interface TestUser {
  name: string
  home: string
  uid: number
  gid: number
  /** `~/.ssh/authorized_keys`. */
  file: string
  /** Puts something into that file, as this user's. */
  keep(content: string | Buffer, mode?: number): Promise<void>
  remove(): Promise<void>
}

export interface UserParts {
  shell?: string
  password?: string
  /** The content of authorized_keys. */
  keys?: string | Buffer
}

/** Users can be made by root alone; elsewhere their tests are skipped. */
export const canAddUsers = process.getuid?.() === 0 && existsSync('/usr/sbin/useradd')

/** Makes a user with a random name and a home of its own under a new folder. */
export async function addUser({ shell = '/bin/sh', password, keys = '' }: UserParts = {}): Promise<TestUser> {
  const name = `lk${randomBytes(5).toString('hex')}`
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-home-'))
  await chmod(folder, 0o755)
  const home = join(folder, name)
  await changeUsers('useradd', ['-m', '-d', home, '-s', shell, '-K', 'UMASK=077', name])
  // An account without any password is locked for sshd too.
  if (password === undefined) await changeUsers('usermod', ['-p', '*', name])
  else await runOk('chpasswd', [], { input: `${name}:${password}\n` })
  const [uid, gid] = (await Promise.all([runOk('id', ['-u', name]), runOk('id', ['-g', name])])).map(Number)
  if (uid === undefined || gid === undefined) throw new Error(`${name} has no number`)
  const file = join(home, '.ssh', 'authorized_keys')
  await mkdir(join(home, '.ssh'), { mode: 0o700 })
  await chown(join(home, '.ssh'), uid, gid)
  const keep = async (content: string | Buffer, mode = 0o600) => {
    await rm(file, { force: true })
    await writeFile(file, content)
    await chmod(file, mode)
    await chown(file, uid, gid)
  }
  if (keys !== '') await keep(keys)
  return {
    name,
    home,
    uid,
    gid,
    file,
    keep,
    async remove() {
      await run('pkill', ['-KILL', '-U', String(uid)])
      await changeUsers('userdel', [name])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Somebody else may hold the lock of /etc/passwd. */
async function changeUsers(program: string, args: string[]): Promise<void> {
  for (let tries = 1; ; tries++) {
    const { code, stderr } = await run(`/usr/sbin/${program}`, args)
    if (code === 0) return
    if (!/lock/.test(stderr) || tries === 20) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
