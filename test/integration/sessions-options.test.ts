import { mkdtemp, rm } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConnectionOptions, defaultConnection } from '../../contract/connection.js'
import { createConnector } from '../../main/core/sessions/connector.js'
import { type Dropbear, dropbearUsable, startDropbear } from '../helpers/dropbear.js'
import { freshKey } from '../helpers/fresh-key.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { until } from '../helpers/processes.js'
import { type SessionLabOptions, sessionLab } from '../helpers/session-lab.js'
import { startAgent } from '../helpers/ssh-agent.js'
import { type Sshd, type SshdOptions, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { systemClock } from '../helpers/system-clock.js'
import { testSigner } from '../helpers/test-signer.js'

let dir: string
const signer = testSigner()
const servers: { stop(): Promise<void> }[] = []
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-options-'))
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await rm(dir, { recursive: true, force: true })
})

async function server(config: string[] = [], more: Partial<SshdOptions> = {}): Promise<Sshd> {
  const options = { authorizedKeys: [signer.publicLine], config, ...more }
  const started = await startSshd({ dir: await mkdtemp(join(dir, 'sshd-')), ...options })
  servers.push(started)
  return started
}

/** What a session on the server shows once `marker` is there; typed in are the lines. */
async function session(
  target: { host: string; port: number; user: string },
  options: Partial<ConnectionOptions>,
  more: SessionLabOptions = {},
) {
  const lab = sessionLab(target, signer.again(), { options, ...more })
  const opened = await lab.open()
  const shows = (words: string) =>
    until(`the terminal shows ${words}`, () => opened.terminal.text().includes(words) || null)
  return { ...opened, lab, shows }
}

describe.runIf(sshdInstalled || process.env.CI)('a session on a real sshd', () => {
  it('gives the server the environment that it accepts', async () => {
    const target = await server(['AcceptEnv LATCHKEY_*'])
    const environment = [
      { name: 'LATCHKEY_COLOUR', value: 'green and blue' },
      { name: 'NOT_ACCEPTED', value: 'secret' },
    ]
    const { terminal, shows } = await session(target, { environment })
    terminal.type('echo "<$LATCHKEY_COLOUR|$NOT_ACCEPTED>"\r')
    await shows('<green and blue|>')
  })

  it.each([
    ['that the terminal is UTF-8', undefined, [], '<C.UTF-8||>'],
    ["the user's own language", { LANG: 'de_DE.UTF-8', LC_TIME: 'C' }, [], '<de_DE.UTF-8|C|>'],
    [
      'in place of it what the user set for the host',
      { LANG: 'de_DE.UTF-8', LC_TIME: 'C' },
      [{ name: 'LC_ALL', value: 'POSIX' }],
      '<||POSIX>',
    ],
  ])('tells the server %s', async (_what, locale, environment, shown) => {
    // Of what sshd was started with, a session gets nothing; of what PAM sets, this test nothing.
    const target = await server(['AcceptEnv LANG LC_*', 'UsePAM no'])
    const { terminal, shows } = await session(target, { environment }, locale && { locale })
    terminal.type('echo "<$LANG|$LC_TIME|$LC_ALL>"\r')
    await shows(shown)
  })

  it.each([
    ['that the terminal has 16 million colours', [], '<truecolor|C.UTF-8>'],
    ['what the user set of its colours', [{ name: 'COLORTERM', value: '256' }], '<256|C.UTF-8>'],
  ])('tells a server that listens %s', async (_what, environment, shown) => {
    const target = await server(['AcceptEnv LANG COLORTERM', 'UsePAM no'])
    const { terminal, shows } = await session(target, { environment })
    terminal.type('echo "<$COLORTERM|$LANG>"\r')
    await shows(shown)
  })

  it('types the start-up command into the shell, which stays', async () => {
    const startUp = { command: 'cd / && echo at-$PWD-', instead: false }
    const { terminal, shows } = await session(await server(), { startUp })
    await shows('at-/-')
    terminal.type('echo still-$((6*7))\r')
    await shows('still-42')
  })

  it('runs a command in place of the shell, on a terminal, and ends with it', async () => {
    const startUp = { command: 'test -t 0 && echo on-a-terminal; exit 7', instead: true }
    const { id, lab, shows } = await session(await server(), { startUp })
    await shows('on-a-terminal')
    expect(await lab.statusWhen(id, ({ state }) => state === 'closed')).toMatchObject({
      exit: 7,
      problem: null,
    })
  })

  it('compresses where that is chosen, and not else', async () => {
    const target = await server()
    await session(target, {})
    expect(target.log()).not.toContain('compression: zlib@openssh.com')
    const { terminal, shows } = await session(target, { compression: true })
    terminal.type('head -c 200000 /dev/zero | tr "\\0" x; echo done-$((1+1))\r')
    await shows('done-2')
    expect(target.log()).toContain('compression: zlib@openssh.com')
  })

  it('forwards the user’s own agent where that is chosen, and never else', async () => {
    const agent = await startAgent(dir, 1)
    const target = await server()
    const without = await session(target, {}, { sshAgent: agent.socket })
    without.terminal.type('ssh-add -l; echo "left: $?"\r')
    await without.shows('left: 2')
    const forwarded = await session(target, { forwardAgent: true }, { sshAgent: agent.socket })
    forwarded.terminal.type('ssh-add -l; echo "left: $?"\r')
    await forwarded.shows('left: 0')
    expect(forwarded.terminal.text()).toContain('agent key 0')
    expect(forwarded.status.ways).toEqual(['key'])
    const refusing = await server(['AllowAgentForwarding no'])
    const refused = await session(refusing, { forwardAgent: true }, { sshAgent: agent.socket })
    await refused.shows('does not allow agent forwarding')
    refused.terminal.type('echo goes-$((1+2))\r')
    await refused.shows('goes-3')
    await agent.stop()
  })

  it('with an agent of many keys gets in with the bound key though the server takes one try only', async () => {
    const agent = await startAgent(dir, 4)
    const target = await server(['MaxAuthTries 1'])
    const ways = { agent: true, prompts: true, password: true }
    const { status } = await session(target, { ways }, { sshAgent: agent.socket })
    await agent.stop()
    expect(status).toMatchObject({ state: 'open', ways: ['key'], authenticatedWith: signer.fingerprint })
  })

  it('with an RSA key, where the server takes RSA with SHA-2 alone', async () => {
    const rsa = testSigner('rsa')
    const sha2 = ['PubkeyAcceptedAlgorithms rsa-sha2-256,rsa-sha2-512', 'HostKeyAlgorithms rsa-sha2-512']
    const target = await server(sha2, { authorizedKeys: [rsa.publicLine], hostKeys: ['rsa'] })
    const { status } = await sessionLab(target, rsa).open()
    expect(status).toMatchObject({ state: 'open', authenticatedWith: rsa.fingerprint })
  })

  it('on a server with old algorithms alone says all that it lacks, and gets in once that is allowed', async () => {
    const old = [
      'KexAlgorithms diffie-hellman-group14-sha1,diffie-hellman-group1-sha1',
      'Ciphers aes128-cbc,3des-cbc',
      'MACs hmac-sha1,hmac-md5',
      'HostKeyAlgorithms ssh-rsa',
    ]
    const target = await server(old, { hostKeys: ['rsa'] })
    const { status } = await session(target, {})
    expect(status).toMatchObject({ failedAt: 'handshake', problem: { code: 'ssh-no-common-algorithm' } })
    const { detail = '', remedies = [] } = status.problem ?? {}
    for (const kind of ['Key exchange', 'Host key', 'Cipher', 'MAC'])
      expect(detail).toContain(`${kind}: the server`)
    const algorithms = remedies.flatMap((one) => (one.kind === 'allow-weak' ? one.algorithms : []))
    expect(algorithms).toEqual(['diffie-hellman-group14-sha1', 'ssh-rsa', 'aes128-cbc', 'hmac-sha1'])
    const allowed = await session(target, { weakAlgorithms: algorithms })
    expect(allowed.status).toMatchObject({ state: 'open' })
  })

  it.each([
    ['diffie-hellman-group1-sha1', 'aes256-ctr', 'hmac-sha2-256'],
    ['diffie-hellman-group-exchange-sha1', '3des-cbc', 'hmac-md5'],
    ['curve25519-sha256', 'aes256-cbc', 'hmac-sha1-96'],
    ['curve25519-sha256', 'aes192-cbc', 'hmac-sha1-etm@openssh.com'],
    ['curve25519-sha256', 'aes256-ctr', 'hmac-md5-96'],
  ])('speaks %s, %s and %s where they are allowed', async (kex, cipher, mac) => {
    const target = await server([`KexAlgorithms ${kex}`, `Ciphers ${cipher}`, `MACs ${mac}`])
    const first = await session(target, {})
    expect(first.status.problem?.code).toBe('ssh-no-common-algorithm')
    const weak = first.status.problem?.remedies?.flatMap((one) =>
      one.kind === 'allow-weak' ? one.algorithms : [],
    )
    const { status } = await session(target, { weakAlgorithms: weak ?? [] })
    expect(status).toMatchObject({ state: 'open' })
  })

  it('allows for binding what is allowed for connecting to the same instance, and nothing to others', async () => {
    const target = await server(['KexAlgorithms diffie-hellman-group14-sha1'])
    const { host, port, user } = target
    const { knownHosts, questions, log } = latchkeySsh()
    const connect = createConnector({
      ...{ knownHosts, questions, log, clock: systemClock },
      transportOf: (id) => (id === 'a/1' ? { weak: ['diffie-hellman-group14-sha1'] } : {}),
    })
    const reach = { target: { host, port, user }, instanceName: 'web-1' }
    await expect(connect({ ...reach, instanceId: 'a/2', signer: signer.again() })).rejects.toMatchObject({
      code: 'ssh-no-common-algorithm',
    })
    ;(await connect({ ...reach, instanceId: 'a/1', signer: signer.again() })).end()
  })

  it.each([
    ['MaxSessions 0', 'open-shell', /opened no channel/],
    ['PermitTTY no', 'open-shell', /gives no terminal/],
    ['DenyUsers *', 'authenticate', /refused the key for the user/],
    ['PubkeyAuthentication no\nPasswordAuthentication yes', 'authenticate', /takes no keys for the user/],
    ['PubkeyAuthentication no', 'authenticate', /by no method at all/],
  ])('that says %s tells where it failed and what to try', async (config, failedAt, message) => {
    const { status } = await session(await server(config.split('\n')), {})
    expect(status).toMatchObject({ failedAt, problem: { message: expect.stringMatching(message) } })
    expect(status.problem?.advice).toMatch(/\.$/)
  })

  const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ family }) => family === 'IPv6'),
  )
  it.runIf(hasIpv6 || process.env.CI)('over IPv6, with and without a zone', async () => {
    const target = await server([], { host: '::1' })
    const { status } = await session(target, { addressFamily: 'ipv6' })
    expect(status).toMatchObject({ state: 'open', target: `${target.user}@[::1]:${target.port}` })
    const zoned = await session({ ...target, host: '::1%lo' }, {})
    expect(zoned.status).toMatchObject({ state: 'open' })
    const ruledOut = await session(target, { addressFamily: 'ipv4' })
    expect(ruledOut.status).toMatchObject({
      failedAt: 'resolve',
      problem: { code: 'ssh-unreachable', message: expect.stringContaining('no IPv4 address') },
    })
  })
})

describe.runIf(process.env.CI || (await dropbearUsable()))('a session on dropbear', () => {
  let dropbear: Dropbear
  beforeAll(async () => {
    dropbear = await startDropbear(await mkdtemp(join(dir, 'dropbear-')), signer.publicLine)
    servers.push(dropbear)
  })

  it('opens with the key, compressed, and with a command', async () => {
    const startUp = { command: 'echo in-$((40+2))', instead: true }
    const { shows } = await session(dropbear.target, { compression: true, startUp })
    await shows('in-42')
  })

  it('says what it takes where the key is refused', async () => {
    const { status } = await sessionLab(dropbear.target, testSigner()).open()
    expect(status.problem).toMatchObject({
      code: 'ssh-auth-refused',
      detail: expect.stringContaining('publickey'),
    })
  })
})

/** No Debian package asks several things in one round of RFC 4256, so ssh2's own server does, as its documentation says. */
describe('a server that asks several things at once', () => {
  it('has all of them answered in one question, each shown or hidden as it wants', async () => {
    const asked = [
      { prompt: 'Code from your app: ', echo: true },
      { prompt: 'PIN:\u202e\u0007 ', echo: false },
    ]
    const answers: string[][] = []
    const hostKeys = [freshKey('rsa2048').export({ type: 'pkcs1', format: 'pem' })]
    const fake = new ssh2.Server({ hostKeys }, (client) => {
      client.on('error', () => undefined)
      client.on('authentication', (context) => {
        if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
        context.prompt(asked, 'Two factors', 'Read both from the card.\nThen go on.', (given) => {
          answers.push([...given])
          context.accept()
        })
      })
      client.on('session', (accept) => {
        const session = accept()
        session.on('pty', (yes) => yes?.())
        session.on('shell', (yes) => yes().write('in\r\n'))
      })
    })
    await new Promise<void>((resolve) => fake.listen(0, '127.0.0.1', resolve))
    const { port } = fake.address() as { port: number }
    const ssh = latchkeySsh((question) =>
      question.kind === 'login' ? { kind: 'login', texts: ['123456', 'four'] } : { kind: 'trust' },
    )
    const lab = sessionLab({ host: '127.0.0.1', port, user: 'ada' }, signer.again(), {
      ssh,
      options: { ...defaultConnection, ways: { agent: false, prompts: true, password: false } },
    })
    const { status } = await lab.open()
    expect(status).toMatchObject({ state: 'open', ways: ['prompts'] })
    expect(answers).toEqual([['123456', 'four']])
    expect(ssh.asked.filter(({ kind }) => kind === 'login')).toMatchObject([
      {
        title: 'Two factors',
        instructions: 'Read both from the card.\nThen go on.',
        prompts: [
          { text: 'Code from your app:', echo: true },
          { text: 'PIN:', echo: false },
        ],
      },
    ])
    await lab.sessions.closeAll()
    fake.close()
  })
})
