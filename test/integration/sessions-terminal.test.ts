import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { freePort } from '../helpers/ports.js'
import { until } from '../helpers/processes.js'
import { quietPrompt, sessionLab } from '../helpers/session-lab.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'
import { testTerminal } from '../helpers/test-terminal.js'

const signer = testSigner()
let dir: string
let sshd: Sshd

describe.runIf(sshdInstalled || process.env.CI)('a terminal session on a real sshd', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-terminal-'))
    const banner = join(dir, 'banner')
    await writeFile(banner, 'Authorised use only\nall is logged\x1b[31m\n')
    sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine], config: [`Banner ${banner}`] })
  })
  afterAll(async () => {
    await sshd?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  it('is authenticated with exactly the bound key, says so, and keeps the proof', async () => {
    const lab = sessionLab(sshd, signer)
    const { id, terminal, status } = await lab.open()
    expect(status).toMatchObject({
      state: 'open',
      phase: null,
      target: `${sshd.user}@127.0.0.1:${sshd.port}`,
      keyId: signer.keyId,
      authenticatedWith: signer.fingerprint,
      hostKey: sshd.hostKeyFingerprints[0],
      problem: null,
    })
    expect(signer.closed()).toBe(true)
    terminal.type('echo I am $(id -un); exit 3\r')
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed).toMatchObject({ exit: 3, problem: null })
    expect(terminal.text()).toContain(`I am ${sshd.user}\r\n`)
    await until('the stream has ended', () => terminal.ended() && terminal.closed())
    terminal.type('typed too late')
    const { bindings, keys } = lab.profile.read()
    expect(bindings[0]?.proofs).toMatchObject([{ keyId: signer.keyId, user: sshd.user }])
    expect(keys[0]?.lastUsedAt).toBe(bindings[0]?.proofs[0]?.at)
  })

  it('opens also where the login can not be noted', async () => {
    const lab = sessionLab(sshd, signer.again())
    lab.profile.update = () => Promise.reject(new Error('The disk is full'))
    const { status, terminal } = await lab.open()
    expect(status.state).toBe('open')
    expect(lab.log.lines).toMatchObject([
      { level: 'error', event: 'session.proof-not-kept' },
      { level: 'error', event: 'session.recent-not-kept' },
    ])
    terminal.close()
  })

  it('shows the notice before login, without what could move the cursor', async () => {
    const { terminal } = await sessionLab(sshd, signer.again()).open()
    await until('the notice is there', () => terminal.text().includes('logged'))
    expect(terminal.text()).toMatch(/^Authorised use only\r\nall is logged\[31m\r\n/)
    terminal.close()
  })

  it('is an xterm of the size asked for, and follows a resize', async () => {
    const lab = sessionLab(sshd, signer.again())
    const { id, terminal } = await lab.open()
    await quietPrompt(terminal)
    const printed = async (command: string) => {
      const before = terminal.text().length
      terminal.type(`${command}\r`)
      return until(command, () => /^(.*)\r\nREADY\$ $/s.exec(terminal.text().slice(before))?.[1])
    }
    expect(await printed('stty size; echo $TERM')).toBe('24 80\r\nxterm-256color')
    await lab.sessions.resize({ id, size: { cols: 211, rows: 57 } }, {})
    await until('the size has followed', async () => (await printed('stty size')) === '57 211')
    await lab.sessions.close({ id }, {})
  })

  it('carries UTF-8 and every byte both ways', async () => {
    const lab = sessionLab(sshd, signer.again())
    const { id, terminal } = await lab.open()
    await quietPrompt(terminal)
    const bytes = randomBytes(300_000)
    await writeFile(join(dir, 'bytes'), bytes)
    const before = terminal.total()
    terminal.type(`stty raw; cat '${join(dir, 'bytes')}'; stty sane -echo\r`)
    await until(
      'all bytes and the prompt are there',
      () => terminal.total() > before + bytes.length && terminal.text().endsWith('READY$ '),
    )
    expect(terminal.output().includes(bytes)).toBe(true)
    terminal.type("printf '%s\\n' 'grüße 日本 👍🏽'\r")
    await until('the text is there', () => terminal.text().includes('grüße 日本 👍🏽\r\n'))
    await lab.sessions.close({ id }, {})
  })

  it('takes a big paste whole', async () => {
    const lab = sessionLab(sshd, signer.again())
    const { id, terminal } = await lab.open()
    await quietPrompt(terminal)
    const paste = randomBytes(2_500_000).toString('hex')
    terminal.type(`stty raw -echo; echo GO; head -c ${paste.length} | sha256sum; stty sane -echo\r`)
    await until('it reads', () => terminal.text().includes('GO'))
    terminal.type(paste)
    const sum = await until('the sum is there', () => /([0-9a-f]{64})/.exec(terminal.text())?.[1], 30_000)
    expect(sum).toBe(createHash('sha256').update(paste).digest('hex'))
    await lab.sessions.close({ id }, {})
  })

  it('tells a signal by its name', async () => {
    const lab = sessionLab(sshd, signer.again())
    const { id, terminal } = await lab.open()
    terminal.type('kill -KILL $$\r')
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed).toMatchObject({ exit: 'SIGKILL', problem: null })
  })

  it('loses no byte of a shell that prints and ends at once', async () => {
    const lab = sessionLab(sshd, signer.again())
    const terminal = testTerminal({ acknowledge: 'when told' })
    const { id } = await lab.open(terminal)
    terminal.type("stty -echo; exec sh -c 'seq 1 60000; echo LAST'\r")
    await until('the window is full', () => terminal.total() > 200_000)
    expect(terminal.ended()).toBe(false)
    const acks = setInterval(() => terminal.acknowledge(), 1)
    await lab.statusWhen(id, ({ state }) => state === 'closed')
    clearInterval(acks)
    expect(terminal.text()).toMatch(/\r\n59999\r\n60000\r\nLAST\r\n$/)
  })

  it('says that the connection was lost when the server dies', async () => {
    const own = await startSshd({
      dir: await mkdtemp(join(dir, 'dies-')),
      authorizedKeys: [signer.publicLine],
    })
    const lab = sessionLab(own, signer.again())
    const { id, terminal } = await lab.open(testTerminal({ acknowledge: 'when told' }))
    await quietPrompt(terminal)
    terminal.type('stty -echo; seq 1 100000\r')
    await until('there is much to acknowledge', () => terminal.unread() > 100_000)
    await own.stop()
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed).toMatchObject({ exit: null, problem: { code: 'ssh-closed', retryable: true } })
    await until('the stream has ended', () => terminal.ended() && terminal.closed())
    for (const late of [terminal.acknowledge, () => terminal.type('typed into nothing')]) late()
    await lab.sessions.resize({ id, size: { cols: 100, rows: 30 } }, {})
  })

  it('closes with its terminal, and the shell on the server goes too', async () => {
    const lab = sessionLab(sshd, signer.again())
    const { id, terminal } = await lab.open()
    await quietPrompt(terminal)
    const before = sshd.log().length
    terminal.close()
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed).toMatchObject({ problem: null, exit: null })
    await until('sshd saw it', () => sshd.log().slice(before).includes('Disconnected from user'))
  })

  it('closes the stream on a frame that it does not understand', async () => {
    for (const frame of [
      Buffer.from([9]),
      Buffer.from([1, 0]),
      Buffer.from([1, 0xff, 0xff, 0xff, 0xff]),
      Buffer.alloc(0),
    ]) {
      const lab = sessionLab(sshd, signer.again())
      const { id, terminal } = await lab.open()
      terminal.raw(frame)
      expect(terminal.closed()).toBe(true)
      await lab.statusWhen(id, ({ state }) => state === 'closed')
    }
  })

  it('closes a second terminal that does not say from where it goes on, and the terminal of no session', async () => {
    const lab = sessionLab(sshd, signer.again())
    const { id, terminal } = await lab.open()
    const second = testTerminal()
    lab.sessions.attach(id, second)
    second.type('whoami')
    const stray = testTerminal()
    lab.sessions.attach('no such session', stray)
    expect([terminal.closed(), second.closed(), stray.closed()]).toEqual([false, true, true])
    await lab.sessions.closeAll()
    expect(terminal.closed()).toBe(true)
    expect((await lab.statusWhen(id, () => true)).state).toBe('closed')
    const late = testTerminal()
    lab.sessions.attach(id, late)
    expect([late.ended(), late.closed()]).toEqual([true, true])
  })

  it('can be closed while it connects and while a person is asked', async () => {
    const lab = sessionLab(sshd, signer.again(), { ssh: latchkeySsh(() => null) })
    const { id } = await lab.sessions.open({ instanceId: 'a/1', size: { cols: 80, rows: 24 } }, {})
    await lab.statusWhen(id, ({ phase }) => phase === 'host-key')
    await lab.sessions.close({ id }, {})
    expect(await lab.statusWhen(id, () => true)).toMatchObject({ state: 'closed', problem: null })
  })
})

describe('a session that can not open', () => {
  const nowhere = async () => ({ host: '127.0.0.1', port: await freePort(), user: 'root' })

  it('says why in its status and ends the stream', async () => {
    const lab = sessionLab(await nowhere(), testSigner())
    const { status, terminal } = await lab.open()
    expect(status).toMatchObject({ state: 'closed', phase: null, problem: { code: 'ssh-unreachable' } })
    await until('the stream has ended', () => terminal.ended() && terminal.closed())
  })

  it('is refused at once without a bound key or an address', async () => {
    const order = { instanceId: 'a/1', size: { cols: 80, rows: 24 } }
    const open = async (instance: object) =>
      sessionLab(await nowhere(), testSigner(), { instance }).sessions.open(order, {})
    await expect(open({ boundKeyId: null })).rejects.toMatchObject({ code: 'instance-not-bound' })
    await expect(open({ ssh: [] })).rejects.toMatchObject({ code: 'instance-no-address' })
  })

  it('hides what was not foreseen behind an incident, and logs it', async () => {
    const lab = sessionLab(await nowhere(), testSigner(), {
      openSigner: async () => {
        throw new TypeError('inner detail')
      },
    })
    const { status } = await lab.open()
    expect(status.problem).toMatchObject({ code: 'internal', incident: expect.any(String) })
    expect(JSON.stringify(status)).not.toContain('inner detail')
    expect(lab.log.lines).toMatchObject([{ event: 'session.incident' }])
  })
})
