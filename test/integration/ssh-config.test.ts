import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { loadConfig } from '../../main/core/ssh-config/load.js'
import { namesIn } from '../../main/core/ssh-config/names.js'
import { resolveHost } from '../../main/core/ssh-config/resolve.js'
import { sshConfigFiles } from '../../main/platform/ssh-config-files.js'
import { corpus } from '../helpers/ssh-config-corpus.js'
import { tempFolder } from '../helpers/temp-folder.js'

const run = promisify(execFile)

/** What OpenSSH itself makes of the name. Nothing is dialled. */
async function sshSays(home: string, name: string) {
  const { stdout } = await run('ssh', ['-G', '-F', join(home, '.ssh', 'config'), '--', name], {
    env: { ...process.env, HOME: home },
  })
  const said = stdout.split('\n').map((line) => line.split(/ (.*)/s))
  const all = (key: string) => said.filter(([word]) => word === key).map(([, value = '']) => value)
  const [hostName = '', user = '', port = ''] = ['hostname', 'user', 'port'].map((key) => all(key)[0])
  return { hostName, user, port, identityFiles: all('identityfile'), jump: all('proxyjump')[0] ?? null }
}

/** Those that OpenSSH looks at where none is named. */
const isDefault = (path: string) =>
  /^~\/\.ssh\/id_(rsa|ecdsa|ecdsa_sk|ed25519|ed25519_sk|xmss|dsa)$/.test(path)

const { stderr } = await run('ssh', ['-V'])
const release = Number(/OpenSSH_(\d+\.\d+)/.exec(stderr)?.[1])
const readable = Object.entries(corpus).filter(([, { since = 0 }]) => release >= since)

it('follows tags and local networks, and Include to what variables and tokens name', async () => {
  const home = await tempFolder('ssh-config')
  const folder = join(home, '.ssh')
  await mkdir(folder, { mode: 0o700 })
  const { files } = corpus['tags and local networks'] ?? { files: {} }
  const lines = [`Include \${HERE}/%u.conf`, 'Include %d/.ssh/home.conf', `Include \${NOT_SET}/x %h.conf`]
  await writeFile(join(folder, 'config'), `${lines.join('\n')}\n${files.config}`)
  await writeFile(join(folder, 'ada.conf'), 'Host by-variable\n  Port 7\n')
  await writeFile(join(folder, 'home.conf'), 'Host by-token\n  Port 8\n')
  const env = (name: string) => (name === 'HERE' ? folder : undefined)
  const loaded = await loadConfig({ ...sshConfigFiles(home, null), user: 'ada', env })
  expect(loaded.problems).toEqual([
    expect.stringContaining(`line 3: \${NOT_SET}/x is not read`),
    expect.stringContaining('line 3: %h.conf is not read'),
  ])
  const portAndUser = (name: string) => {
    const { port, user } = resolveHost(loaded, name, 'ada')
    return `${user}:${port}`
  }
  expect(['by-variable', 'by-token', 't1', 't2', 'untagged'].map(portAndUser)).toEqual([
    ...['ada:7', 'ada:8'],
    ...['office:41', 'house:41', 'ada:41'],
  ])
})

it.each(readable)('is read as OpenSSH reads it: %s', async (_name, { files, ask = [] }) => {
  const home = await tempFolder('ssh-config')
  for (const [name, text] of Object.entries(files)) {
    const path = join(home, '.ssh', name)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, text, { mode: 0o600 })
  }
  const loaded = await loadConfig(sshConfigFiles(home, null))
  expect(loaded.problems).toEqual([])
  const [file] = loaded.files
  const names = file === undefined ? [] : namesIn(file).hosts.map(({ name }) => name)
  expect(names.length + ask.length).toBeGreaterThan(0)
  for (const name of [...names, ...ask]) {
    const ours = resolveHost(loaded, name, userInfo().username)
    const theirs = await sshSays(home, name)
    const named = theirs.identityFiles.every(isDefault) && ours.identityFiles.length === 0
    expect({ name, ...ours, proxy: undefined, unsure: [] }).toEqual({
      ...{ name, hostName: theirs.hostName, user: theirs.user, port: theirs.port },
      identityFiles: named ? [] : theirs.identityFiles,
      ...{ proxy: undefined, unsure: [] },
    })
    expect(ours.proxy?.kind === 'jump' ? ours.proxy.value : null).toBe(theirs.jump)
  }
})
