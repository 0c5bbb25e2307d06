import { spawnSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { sshFolder } from './ssh-folder.js'

it('lists the plain files, links to them too, and nothing below', async () => {
  const dir = await tempFolder('ssh')
  await writeFile(join(dir, 'id_ed25519'), '12345')
  await writeFile(join(dir, 'empty'), '')
  await symlink('id_ed25519', join(dir, 'link'))
  await symlink('nowhere', join(dir, 'dangling'))
  await symlink('loop', join(dir, 'loop'))
  await mkdir(join(dir, 'sockets'))
  await writeFile(join(dir, 'sockets', 'id_below'), 'x')
  expect((await sshFolder(dir).list()).sort((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: 'empty', size: 0 },
    { name: 'id_ed25519', size: 5 },
    { name: 'link', size: 5 },
  ])
})

it('is empty where there is none', async () => {
  expect(await sshFolder(join(await tempFolder('ssh'), '.ssh')).list()).toEqual([])
})

it('reads a file, through a link too', async () => {
  const dir = await tempFolder('ssh')
  await writeFile(join(dir, 'id'), Buffer.of(0, 255, 10))
  await symlink('id', join(dir, 'link'))
  expect(await sshFolder(dir).read('link')).toEqual(Buffer.of(0, 255, 10))
})

it.each(['../outside', '..', 'sub/id', '/etc/hostname', ''])('does not read %s', async (name) => {
  const dir = await tempFolder('ssh')
  await expect(sshFolder(dir).read(name)).rejects.toThrow()
})

it('does not read what is larger than any key', async () => {
  const dir = await tempFolder('ssh')
  await writeFile(join(dir, 'large'), Buffer.alloc(1_000_001))
  await expect(sshFolder(dir).read('large')).rejects.toThrow('larger')
})

it.skipIf(process.platform === 'win32')('does not wait for a named pipe', async () => {
  const dir = await tempFolder('ssh')
  spawnSync('mkfifo', [join(dir, 'pipe')])
  expect(await sshFolder(dir).list()).toEqual([])
  await expect(sshFolder(dir).read('pipe')).rejects.toThrow('not a plain file')
})
