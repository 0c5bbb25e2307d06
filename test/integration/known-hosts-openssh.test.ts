import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readHostCertificate } from '../../main/core/known-hosts/host-certificate.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { run, runOk } from '../helpers/processes.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'

/*
 * What a known_hosts file says of a host, by Latchkey and by the real ssh on a real sshd that it believes to be any host:
 * its ProxyCommand goes to the one server, whatever name and port are looked up.
 */
let dir: string
let sshd: Sshd
let certificate: Buffer
/** Stand for keys in the cases: of the server, another one of its type, one of another type, and the authority's. */
let keys: Record<'KEY' | 'OTHER' | 'ECDSA' | 'CA', string>

beforeAll(async () => {
  if (!sshdInstalled) return
  dir = await mkdtemp(join(tmpdir(), 'latchkey-known-hosts-'))
  const make = async (name: string, type: string) => {
    await runOk('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', join(dir, name)])
    return (await readFile(join(dir, `${name}.pub`), 'utf8')).trim()
  }
  const [other, ecdsa, ca] = [
    await make('other', 'ed25519'),
    await make('ecdsa', 'ecdsa'),
    await make('ca', 'ed25519'),
  ]
  sshd = await startSshd({
    dir,
    authorizedKeys: [testSigner().publicLine],
    config: [`HostCertificate "${join(dir, 'host_ed25519-cert.pub')}"`],
  })
  await runOk('ssh-keygen', [
    ...['-q', '-s', join(dir, 'ca'), '-I', 'web', '-h', '-n', 'web.example,2001:db8::1'],
    join(dir, 'host_ed25519.pub'),
  ])
  await sshd.restart()
  const [, blob = ''] = (await readFile(join(dir, 'host_ed25519-cert.pub'), 'utf8')).split(' ')
  certificate = Buffer.from(blob, 'base64')
  keys = { KEY: sshd.hostKeys[0] ?? '', OTHER: other, ECDSA: ecdsa, CA: ca }
})
afterAll(async () => {
  await sshd?.stop()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

type Verdict = 'known' | 'unknown' | 'changed' | 'revoked'

async function openssh(text: string, host: string, port: number): Promise<Verdict> {
  const path = join(dir, `known_hosts_${randomUUID()}`)
  await writeFile(path, text)
  const proxy = `bash -c 'exec 2>/dev/null 3<>/dev/tcp/127.0.0.1/${sshd.port}; cat <&3 & cat >&3; kill $!'`
  const options = [
    ...['BatchMode=yes', 'IdentityFile=/nonexistent', 'IdentityAgent=none', 'StrictHostKeyChecking=yes'],
    ...['GlobalKnownHostsFile=/dev/null', `UserKnownHostsFile=${path}`, `ProxyCommand=${proxy}`],
  ]
  const { stderr } = await run('ssh', [
    ...['-F', '/dev/null', '-p', `${port}`],
    ...options.flatMap((option) => ['-o', option]),
    ...[host, 'true'],
  ])
  if (stderr.includes('REVOKED')) return 'revoked'
  if (stderr.includes('IDENTIFICATION HAS CHANGED')) return 'changed'
  if (stderr.includes('Permission denied')) return 'known'
  expect(stderr).toMatch(/host key is known for/)
  return 'unknown'
}

async function latchkey(text: string, host: string, port: number): Promise<Verdict> {
  const { knownHosts } = latchkeySsh(undefined, text)
  const { certificates } = await knownHosts.wanted(host, port)
  const blob = Buffer.from(keys.KEY.split(' ')[1] ?? '', 'base64')
  const shown = certificates ? readHostCertificate(certificate) : null
  return (await knownHosts.check(host, port, blob, shown)).state
}

/** A line of ssh-keygen's own hashing. */
async function hashed(line: string): Promise<string> {
  const path = join(dir, 'to_hash')
  await writeFile(path, `${filled(line)}\n`)
  await runOk('ssh-keygen', ['-q', '-H', '-f', path])
  const text = await readFile(path, 'utf8')
  expect(text).toMatch(/^\|1\|/)
  return text.trim()
}

const filled = (text: string) =>
  text
    .replaceAll(/\b(KEY|OTHER|ECDSA|CA)\b/g, (name) => keys[name as 'KEY'])
    .replace('KEYBLOB', keys.KEY.split(' ')[1] ?? '')

/** Lines of a file, the host that is looked up in it, and its port. */
const cases: [string, string, number?][] = [
  ['web.example KEY', 'web.example'],
  ['web.example OTHER', 'web.example'],
  ['web.example OTHER\nweb.example KEY', 'web.example'],
  ['web.example ECDSA', 'web.example'],
  ['@revoked web.example KEY', 'web.example', 2222],
  ['web.example ECDSA\nweb.example KEY', 'web.example'],
  ['WEB.Example KEY', 'Web.example'],
  ['*.example KEY', 'web.example'],
  ['*.example,!web.example KEY', 'web.example'],
  ['!web.example,*.example KEY', 'web.example'],
  ['!web.example KEY', 'other.example'],
  ['w?b.*,10.* KEY', 'web.example'],
  ['web.examp?? KEY', 'web.example'],
  ['*.example,!web.example KEY\nweb.example OTHER', 'web.example'],
  ['[web.example]:2222 KEY', 'web.example', 2222],
  ['[web.example]:22 KEY', 'web.example'],
  ['[*.example]:2222 KEY', 'web.example', 2222],
  ['[*.example]:* KEY', 'web.example', 2222],
  ['* KEY', 'web.example', 2222],
  ['*,![web.example]:2222 KEY', 'web.example', 2222],
  ['[2001:db8::1]:2222 KEY', '2001:db8::1', 2222],
  ['2001:db8::1 KEY', '2001:db8::1'],
  ['[2001:db8::1] KEY', '2001:db8::1'],
  ['2001:DB8::1 KEY', '2001:db8::1'],
  ['2001:db8:* KEY', '2001:db8::1'],
  // Without its port, where nothing is known with it.
  ['web.example KEY', 'web.example', 2222],
  ['web.example OTHER', 'web.example', 2222],
  ['@cert-authority *.example CA', 'web.example', 2222],
  ['@cert-authority *.example CA', 'web.example'],
  ['@cert-authority *.example,!web.example CA', 'web.example'],
  ['@cert-authority [*.example]:2222 CA', 'web.example', 2222],
  ['@cert-authority [2001:db8::1]:2222 CA', '2001:db8::1', 2222],
  ['@cert-authority *.example OTHER', 'web.example'],
  ['@cert-authority * CA\n@revoked * CA', 'web.example'],
  ['@cert-authority * CA\n@revoked *.other CA', 'web.example'],
  ['@cert-authority * CA\n@revoked *,!web.example CA', 'web.example'],
  ['@revoked *.example KEY\nweb.example KEY', 'web.example'],
  ['@revoked *.example,!web.example KEY\nweb.example KEY', 'web.example'],
  ['@revoked [web.example]:2222 KEY\n[web.example]:2222 KEY', 'web.example', 2222],
  ['@cert-authority\t*.example\tCA', 'web.example'],
  ['@revoked * OTHER\nweb.example KEY', 'web.example'],
  ['web.example\tKEY', 'web.example'],
  ['  \t web.example \t KEY   a comment # more', 'web.example'],
  ['web.example KEY\r', 'web.example'],
  ['web.example KEY comment\r\n# web.example OTHER\r', 'web.example'],
  ['#web.example KEY', 'web.example'],
  ['@unknown web.example KEY', 'web.example'],
  ['@revoked @cert-authority web.example KEY\nweb.example KEY', 'web.example'],
  ['web.example 2048 35 12345678901234567890', 'web.example'],
  ['web.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5', 'web.example'],
  ['web.example ssh-ed25519', 'web.example'],
  ['web.example ssh-rsa KEYBLOB', 'web.example'],
  ['web.example,KEY', 'web.example'],
  ['web.example, KEY', 'web.example'],
  [',web.example KEY', 'web.example'],
  ['\uFEFFweb.example KEY', 'web.example'],
  ['web.example\u00a0KEY', 'web.example'],
]

/** Where Latchkey stops and ssh goes on: [lines, host, port, ours, theirs]. */
const stricter: [string, string, number, Verdict, Verdict][] = [
  ['web.example KEY\n[web.example]:2222 OTHER', 'web.example', 2222, 'changed', 'known'],
  ['@revoked\tweb.example KEY\nweb.example KEY', 'web.example', 22, 'revoked', 'known'],
]

/** What both say, six at a time: most of it is waiting. */
async function verdicts(wanted: readonly (readonly [string, string, number?, ...unknown[]])[]) {
  const found: Record<string, { ours: Verdict; theirs: Verdict }> = {}
  const waiting = [...wanted]
  async function work(): Promise<void> {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const [lines, host, port = 22] = one
      const text = `${filled(lines)}\n`
      const [ours, theirs] = await Promise.all([latchkey(text, host, port), openssh(text, host, port)])
      found[`${host} ${port}: ${lines}`] = { ours, theirs }
    }
  }
  await Promise.all(Array.from({ length: 6 }, work))
  return found
}

const only = (which: 'ours' | 'theirs', found: Awaited<ReturnType<typeof verdicts>>) =>
  Object.fromEntries(Object.entries(found).map(([name, both]) => [name, both[which]]))

describe.runIf(sshdInstalled || process.env.CI)('what known_hosts says of a host', () => {
  it('is what the real ssh makes of it', { timeout: 120_000 }, async () => {
    const hashes: typeof cases = [
      [await hashed('web.example KEY'), 'web.example'],
      [await hashed('web.example OTHER'), 'web.example'],
      [await hashed('[web.example]:2222 KEY'), 'web.example', 2222],
      [await hashed('[web.example]:2222 KEY'), 'web.example'],
      [await hashed('web.example KEY'), 'web.example', 2222],
      [await hashed('[2001:db8::1]:2222 KEY'), '2001:db8::1', 2222],
      [`@revoked ${await hashed('web.example KEY')}\nweb.example KEY`, 'web.example'],
      [`@cert-authority ${await hashed('web.example CA')}`, 'web.example'],
    ]
    const found = await verdicts([...cases, ...hashes])
    expect(only('ours', found)).toEqual(only('theirs', found))
    expect(new Set(Object.values(only('ours', found)))).toEqual(
      new Set(['known', 'unknown', 'changed', 'revoked']),
    )
  })

  it('is stricter than ssh in a few respects, and in none more trusting', { timeout: 60_000 }, async () => {
    const found = Object.values(await verdicts(stricter))
    const expected = stricter.map(([, , , ours, theirs]) => ({ ours, theirs }))
    expect(found).toEqual(expect.arrayContaining(expected))
  })
})
