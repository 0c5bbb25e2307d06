import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sshFolder } from '../../main/platform/ssh-folder.js'
import { freshKey } from '../helpers/fresh-key.js'
import { keysLab } from '../helpers/keys-lab.js'
import { opensshMissing } from '../helpers/openssh-client.js'
import { opensshFile } from '../helpers/openssh-file.js'
import { runOk } from '../helpers/processes.js'
import { systemClock } from '../helpers/system-clock.js'
import { tempFolder } from '../helpers/temp-folder.js'

const labOn = (dir: string) => keysLab({ sshFolder: sshFolder(dir), clock: systemClock })

async function scan(dir: string) {
  const { folder, files } = await labOn(dir).keys.scan(undefined, {})
  expect(folder).toBe(dir)
  return files.map(({ name, parts, problem }) => [
    name,
    problem?.code ?? parts.map(({ state }) => state).join(),
  ])
}

async function keygen(dir: string, name: string, ...args: string[]): Promise<void> {
  await runOk('ssh-keygen', ['-q', '-f', join(dir, name), '-C', `${name} comment`, ...args])
}

describe.skipIf(opensshMissing)('the SSH folder of a user', () => {
  it('shows the keys that ssh-keygen made there, and what can not be taken', async () => {
    const dir = await tempFolder('ssh')
    await keygen(dir, 'id_ed25519', '-t', 'ed25519', '-N', '')
    await keygen(dir, 'id_rsa', '-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'passphrase')
    await keygen(dir, 'ca', '-t', 'ecdsa', '-a', '1', '-N', '')
    await runOk('ssh-keygen', [
      '-q',
      '-s',
      join(dir, 'ca'),
      '-I',
      'ada',
      '-n',
      'ada',
      join(dir, 'id_ed25519.pub'),
    ])
    await writeFile(join(dir, 'colleague.pub'), await readFile(join(dir, 'ca.pub')))
    await writeFile(join(dir, 'known_hosts'), `web-1 ${await readFile(join(dir, 'ca.pub'))}`)
    await writeFile(join(dir, 'authorized_keys'), await readFile(join(dir, 'ca.pub')))
    await writeFile(join(dir, 'config'), 'Host *\n  IdentityFile ~/.ssh/id_ed25519\n')
    await writeFile(
      join(dir, 'id_dsa'),
      '-----BEGIN DSA PRIVATE KEY-----\nMIIB\n-----END DSA PRIVATE KEY-----\n',
    )
    expect(await readdir(dir)).toContain('id_ed25519-cert.pub')
    expect(await scan(dir)).toEqual([
      ['ca', 'key'],
      ['id_dsa', 'refused'],
      ['id_ed25519', 'key'],
      ['id_rsa', 'encrypted'],
    ])
  })

  it('gives a key to the vault that signs as the file does', async () => {
    const dir = await tempFolder('ssh')
    await keygen(dir, 'id_ecdsa', '-t', 'ecdsa', '-b', '384', '-a', '2', '-N', 'passphrase')
    const { keys } = labOn(dir)
    const source = { kind: 'scanned' as const, name: 'id_ecdsa' }
    const stored = await keys.import({ source, passphrase: 'passphrase', name: 'work' }, {})
    const [, fingerprint] = (await runOk('ssh-keygen', ['-l', '-f', join(dir, 'id_ecdsa.pub')])).split(' ')
    expect(stored).toMatchObject({ type: 'ecdsa', bits: 384, fingerprint, comment: 'id_ecdsa comment' })
    expect((await keys.scan(undefined, {})).files).toMatchObject([{ parts: [{ knownAs: { name: 'work' } }] }])
  })
})

describe.skipIf(process.platform === 'win32')('a folder in which other things lie', () => {
  it('is looked through past sockets, pipes, folders, links to nowhere and large files', async () => {
    const dir = await tempFolder('ssh')
    const outside = await tempFolder('usb')
    await writeFile(join(outside, 'id_usb'), opensshFile(freshKey('ed25519')))
    await symlink(join(outside, 'id_usb'), join(dir, 'id_usb'))
    await symlink(join(outside, 'gone'), join(dir, 'id_gone'))
    await symlink('id_loop', join(dir, 'id_loop'))
    await symlink('/dev/zero', join(dir, 'id_zero'))
    await mkdir(join(dir, 'id_folder'))
    spawnSync('mkfifo', [join(dir, 'id_pipe')])
    spawnSync('truncate', ['-s', '20G', join(dir, 'id_disk')])
    await writeFile(
      join(dir, 'id_noise'),
      Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 197) & 255)),
    )
    const agent = createServer().listen(join(dir, 'agent.sock'))
    onTestFinished(() => void agent.close())
    expect(await scan(dir)).toEqual([
      ['id_disk', 'key-unreadable'],
      ['id_noise', 'key-unreadable'],
      ['id_usb', 'key'],
    ])
  })

  it('of 500 files is looked through within its time', async () => {
    const dir = await tempFolder('ssh')
    const text = opensshFile(freshKey('P-256'))
    for (let n = 0; n < 500; n++) await writeFile(join(dir, `id_${n}`), n % 2 ? text : 'nothing of a key')
    const found = await scan(dir)
    expect(found).toHaveLength(500)
    expect(found.filter(([, state]) => state === 'key')).toHaveLength(250)
    expect(found.filter(([, state]) => state === 'cancelled')).toEqual([])
  })
})
