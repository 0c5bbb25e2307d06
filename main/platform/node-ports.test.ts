import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPorts, unusable } from './node-ports.js'

describe('a profile folder that cannot be used', () => {
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-ports-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('is named when it is a file', async () => {
    const profileDir = join(dir, 'file')
    await writeFile(profileDir, '')
    await expect(openPorts({ profileDir })).rejects.toMatchObject({
      code: 'input-invalid',
      message: `The profile folder ${profileDir} can't be used.`,
      info: { advice: expect.stringContaining('--profile'), detail: expect.stringContaining('EEXIST') },
    })
  })

  it.each([
    ['ENOSPC', 'The disk is full.', 'Make room on it'],
    ['EROFS', 'The disk can only be read.', 'Mount it for writing too'],
  ])('is named with what is the matter with its disk: %s', (code, says, advice) => {
    const cause = Object.assign(new Error(`${code}: no`), { code, syscall: 'write' })
    const { info } = unusable(dir, cause)
    expect(info.message).toContain(dir)
    expect(info.message).toContain(says)
    expect(info.advice).toContain(advice)
    expect(info.advice).toContain('Nothing in the folder was changed.')
  })

  it('is named when its profile.json cannot be read, and is free again', async () => {
    await mkdir(join(dir, 'profile.json'))
    await expect(openPorts({ profileDir: dir })).rejects.toMatchObject({ code: 'input-invalid' })
    expect(await readdir(dir)).toEqual(['profile.json'])
  })
})

it("gives a demo nothing of the user's: no keychain, no agent, and a home of its own", async () => {
  const dir = await mkdtemp(join(tmpdir(), 'latchkey-ports-'))
  const home = join(dir, 'home')
  await mkdir(join(home, '.ssh'), { recursive: true })
  vi.stubEnv('SSH_AUTH_SOCK', '/run/agent')
  const ports = await openPorts({ profileDir: join(dir, 'profile'), home })
  try {
    expect(ports.secretStores.map(({ backend }) => backend)).toEqual(['sealed-file'])
    expect(ports.sshAgent).toBeUndefined()
    expect(ports.sshFolder.path).toBe(join(home, '.ssh'))
    expect(await ports.sshFolder.list()).toEqual([])
  } finally {
    vi.unstubAllEnvs()
    await ports.close()
    await rm(dir, { recursive: true, force: true })
  }
})
