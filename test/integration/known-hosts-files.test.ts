import { chmod, lstat, mkdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKnownHostsArea } from '../../main/core/known-hosts/area.js'
import { sharedTextFile } from '../../main/platform/shared-text-file.js'
import { memoryDocumentStore, memoryTextFile, testClock, testLog } from '../helpers/memory-profile.js'
import { run, runOk } from '../helpers/processes.js'
import { processorMs } from '../helpers/processor-time.js'
import { tempFolder } from '../helpers/temp-folder.js'

const hosts = [
  'web.example',
  '10.0.0.7',
  '[web.example]:2222',
  'a.example.com',
  'bad.example.com',
  '::1',
  '[::1]:2200',
  'nobody.example',
  'x',
]

/** Lines of every shape that OpenSSH knows, hashed ones made by ssh-keygen itself. */
async function corpus(dir: string): Promise<string> {
  const path = join(dir, 'known_hosts')
  const key = async (name: string, type = 'ed25519') => {
    await runOk('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', join(dir, name)])
    return (await readFile(join(dir, `${name}.pub`), 'utf8')).split(' ').slice(0, 2).join(' ')
  }
  const [one, two, three] = [await key('k1'), await key('k2', 'ecdsa'), await key('k3')]
  await writeFile(
    path,
    `${['web.example', '[web.example]:2222', '10.0.0.7', '::1'].map((host) => `${host} ${one}`).join('\n')}\n`,
  )
  await runOk('ssh-keygen', ['-H', '-f', path])
  const hashed = await readFile(path, 'utf8')
  const plain = [
    '# r\u00e9mark of mine',
    '',
    `web.example,10.0.0.7 ${two} by hand`,
    `*.example.com,!bad.example.com ${three}`,
    `\tX ${one}`,
    `[::1]:2200 ${two}`,
    `@cert-authority *.example.com ${one}`,
    `@revoked * ${two}`,
    `10.0.0.? ${three}\r`,
    `web.example ${one}`,
  ]
  await writeFile(path, Buffer.from(`${hashed}${plain.join('\n')}\n`, 'latin1'))
  return path
}

function areaOver(path: string, systemPath = '/nonexistent/ssh_known_hosts') {
  const { hosts } = createKnownHostsArea({
    ports: {
      knownHosts: memoryTextFile(),
      userKnownHosts: sharedTextFile(path),
      systemKnownHosts: sharedTextFile(systemPath),
      outdatedHosts: memoryDocumentStore(),
      clock: testClock(),
      log: testLog(),
    },
    told: async () => new Map(),
    onChange: () => undefined,
  })
  const find = async (text: string) => {
    const ids = new Set((await hosts.find({ text }, {})).ids)
    return (await hosts.list(undefined, {})).hosts.filter(({ id }) => ids.has(id))
  }
  return { hosts, find }
}

describe('~/.ssh/known_hosts', () => {
  // Not `WEB.example`: ssh asks for it in lower case, ssh-keygen hashes it as it is typed.
  it('finds the lines that ssh-keygen -F finds, for every shape of line', async () => {
    const path = await corpus(await tempFolder('known-hosts'))
    const { find } = areaOver(path)
    for (const host of hosts) {
      const found = await run('ssh-keygen', ['-F', host, '-f', path])
      const theirs = [...found.stdout.matchAll(/found: line (\d+)/g)].map(([, line]) => Number(line))
      expect(
        (await find(host)).map(({ line }) => line),
        host,
      ).toEqual(theirs)
    }
    expect(await find('web.example')).not.toEqual([])
  })

  it.each(hosts)('is left by removing the lines of %s as ssh-keygen -R leaves it', async (host) => {
    const path = await corpus(await tempFolder('known-hosts'))
    const before = await readFile(path)
    const copy = `${path}.theirs`
    await writeFile(copy, before)
    const theirs = await run('ssh-keygen', ['-R', host, '-f', copy])
    const { hosts, find } = areaOver(path)
    const entries = (await find(host)).filter(({ marker }) => marker === null)
    expect(entries.length > 0).toBe(theirs.stdout.includes('updated'))
    if (entries.length === 0) return
    const { undoId } = await hosts.remove({ entries: entries.map(({ id }) => ({ id })) }, {})
    expect((await readFile(path)).equals(await readFile(copy))).toBe(true)
    expect((await readFile(`${path}.old`)).equals(before)).toBe(true)
    await hosts.undo({ undoId }, {})
    expect((await readFile(path)).equals(before)).toBe(true)
  })

  it('stays a link of the same mode when lines leave it, and is not made where there is none', async () => {
    const dir = await tempFolder('known-hosts')
    const elsewhere = join(dir, 'dotfiles')
    await mkdir(elsewhere)
    const path = await corpus(elsewhere)
    await chmod(path, 0o640)
    const link = join(dir, 'known_hosts')
    await symlink(path, link)
    const { hosts, find } = areaOver(link)
    await hosts.remove({ entries: (await find('x')).map(({ id }) => ({ id })) }, {})
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect(await readlink(link)).toBe(path)
    expect((await stat(path)).mode & 0o777).toBe(0o640)
    expect(await find('x')).toEqual([])
    expect(await readFile(`${link}.old`, 'latin1')).toContain('\tX ')
    const none = areaOver(join(dir, 'none'))
    expect(await none.hosts.list(undefined, {})).toMatchObject({ hosts: [], files: [{}, { problem: null }] })
    await expect(stat(join(dir, 'none'))).rejects.toThrow('ENOENT')
  })

  it('with ten thousand hashed lines is listed and searched at once', async () => {
    const path = await corpus(await tempFolder('known-hosts'))
    const [first = ''] = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, `${`${first}\n`.repeat(9_999)}${await readFile(path, 'latin1')}`, 'latin1')
    const { hosts, find } = areaOver(path)
    const begun = processorMs()
    expect((await hosts.list(undefined, {})).hosts.length).toBeGreaterThan(10_000)
    expect((await find('web.example')).length).toBeGreaterThan(9_999)
    expect(processorMs() - begun).toBeLessThan(5_000)
  })
})

describe('the known_hosts of the system', () => {
  it('is listed and searched as the others are, and never changed', async () => {
    const dir = await tempFolder('latchkey-known-')
    const path = await corpus(dir)
    const own = join(dir, 'own')
    await writeFile(own, '')
    const before = await readFile(path)
    const { hosts, find } = areaOver(own, path)
    const listed = (await hosts.list(undefined, {})).hosts
    expect(new Set(listed.map(({ source }) => source))).toEqual(new Set(['system']))
    const lines = (await find('web.example')).map(({ line }) => line)
    const { stdout } = await run('ssh-keygen', ['-F', 'web.example', '-f', path])
    const told = [...stdout.matchAll(/found: line (\d+)/g)].map(([, line]) => Number(line))
    expect(told.length).toBeGreaterThan(0)
    expect(lines).toEqual(expect.arrayContaining(told))
    await expect(hosts.remove({ entries: [{ id: listed[0]?.id ?? '' }] }, {})).rejects.toMatchObject({
      info: { code: 'input-invalid', advice: expect.stringContaining('ssh-keygen -R HOST -f') },
    })
    expect(await readFile(path)).toEqual(before)
  })

  it('is not spoken of where there is none', async () => {
    const dir = await tempFolder('latchkey-known-')
    const { hosts } = areaOver(await corpus(dir))
    expect((await hosts.list(undefined, {})).files.map(({ source }) => source)).toEqual(['latchkey', 'user'])
  })
})
