import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DesktopState } from '../../contract/desktop.js'
import type { PortMessage } from '../../contract/desktop-bridge.js'
import { defaultDesktop } from '../../contract/settings.js'
import { decodeHostFrame, encodeWindowFrame, type HostFrame } from '../../contract/terminal-stream.js'
import { startCloudStack } from '../../main/demo/cloudstack/cloudstack.js'
import { type KeepCoreOptions, type KeptCore, keepCore } from '../../main/hosts/electron/keep-core.js'
import { noFacts, type SystemFacts } from '../../main/hosts/electron/system-facts.js'
import { buildIfNeeded } from '../../scripts/build-if-needed.js'
import { until } from '../helpers/processes.js'
import { sshdInstalled, startSshd } from '../helpers/sshd.js'
import { asElectronPort, type Client } from '../helpers/transports.js'
import { forkUtility } from '../helpers/utility-process.js'

/* The built core in a process of its own, as the desktop app runs it. Only Electron's fork is stood in for. */

const core = join(import.meta.dirname, '../../out/main/desktop-core.js')
/** A process starts within it on a busy machine too. */
const START_MS = 40_000
const PASSWORD = 'correct horse battery'
let dir: string
let profileDir: string
const running: { end(): Promise<unknown> }[] = []
beforeAll(() => buildIfNeeded(), 120_000)
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-core-'))
  profileDir = join(dir, 'profile')
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.end()))
  await rm(dir, { recursive: true, force: true })
})

function start(options: Partial<KeepCoreOptions> = {}) {
  const processes: ReturnType<typeof forkUtility>[] = []
  const onFailed = vi.fn()
  const kept = keepCore({
    fork() {
      // A keyring of the developer's is not touched.
      const child = forkUtility(core, { DBUS_SESSION_BUS_ADDRESS: 'disabled:', HOME: dir })
      processes.push(child)
      return child
    },
    start: { profileDir, portable: false, version: '1.2.3', labFile: null },
    onFailed,
    ...options,
  })
  running.push(kept)
  const pid = () => processes.at(-1)?.pid ?? 0
  const kill = () => process.kill(pid(), 'SIGKILL')
  return { kept, onFailed, processes, pid, kill }
}

/** A page's end of a port that the core has. */
function channel(kept: KeptCore, message: PortMessage, window = 'w1') {
  const { port1, port2 } = new MessageChannel()
  const closed = new Promise<void>((resolve) => port1.once('close', () => resolve()))
  kept.pass({ ...message, window }, asElectronPort(port2) as Parameters<KeptCore['pass']>[1])
  return { port: port1, closed }
}

const textOf = (frames: HostFrame[]) =>
  frames.map((frame) => ('bytes' in frame ? Buffer.from(frame.bytes).toString() : '')).join('')

function connect(kept: KeptCore, window?: string) {
  const { port, closed } = channel(kept, { latchkey: 'rpc' }, window)
  const client: Client = createORPCClient(new RPCLink({ port: port as unknown as MessagePort }))
  return { client, closed, close: () => port.close() }
}

async function withKey({ client }: ReturnType<typeof connect>) {
  await client.vault.create({ backend: 'sealed-file', password: PASSWORD })
  return client.keys.generate({ name: 'ada', spec: { type: 'ed25519' } })
}

/** How many of what was handed over wait for a page. */
async function waitingIn({ client }: ReturnType<typeof connect>): Promise<number | undefined> {
  for await (const count of await client.openings.watch()) return count
}

/** A real server, known and with the key, as a host of the page's. */
async function withServer(page: ReturnType<typeof connect>) {
  const key = await withKey(page)
  const sshd = await startSshd({ dir, authorizedKeys: [key.publicKey] })
  running.push({ end: sshd.stop })
  const { host, port, user } = sshd
  await writeFile(join(profileDir, 'known_hosts'), `[${host}]:${port} ${sshd.hostKeys[0]}\n`)
  const own = await page.client.hosts.add({ name: 'web', host, port, user, keyId: key.id })
  return { instanceId: `hosts/${own.id}`, user, label: `web (${user}@${host}:${port})` }
}

const size = { cols: 80, rows: 24 }

/** A window's end of a terminal stream. */
function terminalOf(kept: KeptCore, sessionId: string, window?: string) {
  const { port, closed } = channel(kept, { latchkey: 'terminal', sessionId }, window)
  const frames: HostFrame[] = []
  port.on('message', (frame: Uint8Array) => frames.push(decodeHostFrame(frame) as HostFrame))
  const send = (frame: Parameters<typeof encodeWindowFrame>[0]) => port.postMessage(encodeWindowFrame(frame))
  return {
    ...{ frames, send, closed },
    close: () => port.close(),
    type: (line: string) => send({ type: 'input', bytes: Buffer.from(`${line}\n`) }),
    shows: (words: RegExp) => until(`${words}`, () => words.test(textOf(frames)), START_MS),
    /** How much of the session's output it has, where it was there from the beginning. */
    position: () =>
      frames.reduce((sum, frame) => sum + (frame.type === 'output' ? frame.bytes.length : 0), 0),
  }
}

describe('the desktop app’s core', () => {
  it('runs apart from the app’s main process, and answers the page over its port', async () => {
    const { kept, pid } = start()
    const { client, close } = connect(kept)
    expect(await client.host.info()).toMatchObject({ kind: 'desktop', version: '1.2.3', crashes: 0 })
    expect(JSON.parse(await readFile(join(profileDir, 'profile.lock'), 'utf8'))).toMatchObject({ pid: pid() })
    expect(pid()).not.toBe(process.pid)
    if (process.platform === 'linux')
      expect(await readFile(`/proc/${pid()}/coredump_filter`, 'utf8')).toBe('00000000\n')
    close()
  })

  it('is started again when it is killed, loses nothing that was saved, and says so', async () => {
    const { kept, kill, pid, processes, onFailed } = start()
    const before = connect(kept)
    await withKey(before)
    const killed = pid()
    kill()
    await before.closed
    const { client, close } = connect(kept)
    expect(await client.host.info()).toMatchObject({ crashes: 1 })
    expect((await client.vault.status()).state).toBe('locked')
    await client.vault.unlock({ password: PASSWORD })
    expect(await client.keys.list()).toMatchObject([{ name: 'ada', state: 'active' }])
    expect(processes).toHaveLength(2)
    expect(pid()).not.toBe(killed)
    expect(onFailed).not.toHaveBeenCalled()
    expect(await readFile(join(profileDir, 'latchkey.log'), 'utf8')).toContain('"desktop.core-gone"')
    close()
  })

  it('that fails again and again is given up, and the user told', async () => {
    const { kept, kill, processes, onFailed } = start()
    for (const n of [1, 2, 3]) {
      await connect(kept).client.host.info()
      expect(processes).toHaveLength(n)
      kill()
      await until('the next process', () => processes.length > n || onFailed.mock.calls.length > 0, START_MS)
    }
    expect(onFailed.mock.calls).toEqual([
      [
        {
          message: 'Latchkey ends, because its core has failed 3 times within a minute.',
          advice: expect.stringContaining(profileDir),
        },
      ],
    ])
  })

  it('that fails now and then is not given up', async () => {
    let now = 0
    const { kept, kill, processes, onFailed } = start({ elapsed: () => now })
    for (const n of [1, 2, 3, 4]) {
      await connect(kept).client.host.info()
      kill()
      now += 40_000 // two of them within a minute
      await until('the next process', () => processes.length > n, START_MS)
    }
    expect(onFailed).not.toHaveBeenCalled()
  })

  it('that can’t start says why, and is not tried again', async () => {
    const first = start()
    await first.kept.ready
    const second = start()
    await until('the failure', () => second.onFailed.mock.calls.length > 0, START_MS)
    expect(second.onFailed).toHaveBeenCalledWith(expect.objectContaining({ code: 'profile-in-use' }))
    expect(second.processes).toHaveLength(1)
  })

  it('ends in order, and leaves the profile to the next', async () => {
    const { kept, onFailed } = start()
    await kept.ready
    expect(existsSync(join(profileDir, 'profile.lock'))).toBe(true)
    expect(await kept.end()).toBe(true)
    expect(existsSync(join(profileDir, 'profile.lock'))).toBe(false)
    expect(onFailed).not.toHaveBeenCalled()
  })

  it('writes down what the main process has to say', async () => {
    const { kept } = start()
    await kept.ready
    kept.log.warn('desktop.port-refused', { frame: 'https://evil.example/' })
    kept.log.error('desktop.link-not-opened', new Error('No browser'), {})
    await kept.end()
    const log = await readFile(join(profileDir, 'latchkey.log'), 'utf8')
    expect(log).toMatch(/"level":"warn","event":"desktop.port-refused","frame":"https:\/\/evil.example\/"/)
    expect(log).toMatch(/"event":"desktop.link-not-opened".*No browser/)
  })

  it('tells that the vault is open and whether it may notify, and locks when the tray asks for it', async () => {
    const told: SystemFacts[] = []
    const { kept, kill } = start({ onFacts: (facts) => told.push(facts) })
    const page = connect(kept)
    await withKey(page)
    await until('the open vault', () => told.at(-1)?.open === true, START_MS)
    const settings = await page.client.settings.get()
    const desktop = { ...defaultDesktop, notifications: false }
    await page.client.settings.set({ ...settings, desktop })
    await until('the setting', () => told.at(-1)?.settings.notifications === false, START_MS)
    kept.lock()
    await until('the locked vault', () => told.at(-1)?.open === false, START_MS)
    expect((await page.client.vault.status()).state).toBe('locked')
    await page.client.vault.unlock({ password: PASSWORD })
    await until('the open vault', () => told.at(-1)?.open === true, START_MS)
    kill()
    await until('the end', () => told.includes(noFacts), START_MS)
    page.close()
  })

  it('keeps what the system hands over until the vault is open, and gives each to one page, keys never', async () => {
    const { kept } = start()
    const file = join(dir, 'ada.pem')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    await writeFile(file, pem)
    kept.open([{ file }, { link: 'ssh://ada:geheim@192.0.2.1:2222' }])
    const [one, two] = [connect(kept), connect(kept)]
    const { value: waiting } = await (await two.client.openings.watch()).next()
    expect(waiting).toBe(2)
    await expect(one.client.openings.take()).rejects.toMatchObject({ data: { code: 'vault-missing' } })
    await one.client.vault.create({ backend: 'sealed-file', password: PASSWORD })

    const taken = await Promise.all([1, 2, 3].map((n) => (n === 2 ? two : one).client.openings.take()))
    expect(taken.filter((opening) => opening === null)).toHaveLength(1)
    const [link] = taken.filter((opening) => opening?.kind === 'ssh')
    expect(link).toMatchObject({ user: 'ada', host: '192.0.2.1', port: 2222, leftOut: ['password'] })
    const opened = taken.flatMap((opening) => (opening?.kind === 'key-files' ? opening.files : []))
    expect(opened).toEqual([{ id: expect.any(String), name: 'ada.pem' }])
    const source = { kind: 'opened' as const, id: opened[0]?.id ?? '' }
    const found = await one.client.keys.inspect({ source })
    expect(found).toMatchObject([{ state: 'key', format: 'PKCS#8' }])
    expect(await one.client.keys.list()).toEqual([])
    const stored = await one.client.keys.import({ source, name: 'ada' })
    expect(stored).toMatchObject({ name: 'ada', fingerprint: found[0]?.key?.fingerprint })
    const told = JSON.stringify([taken, found, stored])
    expect(told).not.toContain(pem.split('\n')[1])
    expect(told).not.toContain('geheim')
    expect(await readFile(join(profileDir, 'latchkey.log'), 'utf8')).not.toContain('192.0.2.1')
    await rm(file)
    await expect(two.client.keys.inspect({ source })).rejects.toMatchObject({
      data: { code: 'key-unreadable', message: 'The file ada.pem can not be read.' },
    })
    for (const page of [one, two]) page.close()
  })

  it('that is killed leaves what the system has handed over to the next, but for what a page has taken', async () => {
    const { kept, kill } = start()
    const before = connect(kept)
    await withKey(before)
    kept.open([{ link: 'ssh://taken' }])
    kept.open([{ link: 'ssh://ada:geheim@192.0.2.1' }, { file: join(dir, 'ada.pem') }])
    await until('the openings', async () => (await waitingIn(before)) === 3, START_MS)
    expect(await before.client.openings.take()).toMatchObject({ kind: 'ssh', host: 'taken' })
    kill()
    await before.closed
    const { client, close } = connect(kept)
    await client.vault.unlock({ password: PASSWORD })
    const taken = [await client.openings.take(), await client.openings.take(), await client.openings.take()]
    expect(taken).toMatchObject([
      { kind: 'key-files', files: [{ name: 'ada.pem' }] },
      { kind: 'ssh', user: 'ada', host: '192.0.2.1', leftOut: ['password'] },
      null,
    ])
    close()
  })

  it('tells its windows of the app around it, after a failure too, and the app what they want of it', async () => {
    const onWish = vi.fn()
    const { kept, kill } = start({ onWish })
    const state: DesktopState = { startAtLogin: { on: true, why: null }, updates: { state: 'newest' } }
    kept.desktop(state)
    const first = async ({ client }: ReturnType<typeof connect>) => {
      for await (const now of await client.desktop.watch()) if (now !== null) return now
    }
    const before = connect(kept)
    expect(await first(before)).toEqual(state)
    await before.client.desktop.ask({ wish: 'start-at-login', on: false })
    await until('the wish', () => onWish.mock.calls.length > 0, START_MS)
    expect(onWish).toHaveBeenCalledWith({ wish: 'start-at-login', on: false })
    kill()
    await before.closed
    const after = connect(kept)
    expect(await first(after)).toEqual(state)
    after.close()
  })

  it('offers no keychain where Latchkey is carried about, and says why', async () => {
    const { kept } = start({ start: { profileDir, portable: true, version: '1.2.3', labFile: null } })
    const page = connect(kept)
    const { choices } = await page.client.vault.status()
    expect(choices).toContainEqual(
      expect.objectContaining({
        available: false,
        reason: expect.stringContaining('on the next one the keys would be missing'),
      }),
    )
    page.close()
  })

  it.runIf(sshdInstalled || process.env.CI)(
    'runs a terminal on a real server through a crash of the page, and ends it with the window',
    async () => {
      const told: SystemFacts[] = []
      const { kept } = start({ onFacts: (facts) => told.push(facts) })
      const page = connect(kept)
      const { instanceId, user, label } = await withServer(page)
      const { id } = await page.client.sessions.open({ instanceId, size })
      const terminal = terminalOf(kept, id)
      terminal.type('echo $((6*7))-there')
      await terminal.shows(/^42-there/m)
      await until('the open terminal', () => kept.underWay().terminals === 1, START_MS)

      terminal.close()
      page.close()
      const next = connect(kept)
      const joined = terminalOf(kept, id)
      joined.send({ type: 'rejoin' })
      await joined.shows(/^42-there/m)
      expect(joined.frames[0]).toMatchObject({ type: 'replay', cols: 80, rows: 24 })
      joined.type('echo $((6*8))-still')
      await joined.shows(/^48-still/m)

      joined.close()
      kept.windowClosed('w1', true)
      await until('the closed terminal', () => kept.underWay().terminals === 0, START_MS)
      const recents = () => told.at(-1)?.recents ?? []
      await until('the instance among the last', () => recents().length === 1, START_MS)
      expect(recents()).toEqual([{ instanceId, user, label }])
      kept.lock()
      await until('the locked vault', () => told.at(-1)?.open === false, START_MS)
      expect(recents()).toEqual([])
      next.close()
    },
  )

  it.runIf(sshdInstalled || process.env.CI)(
    'knows which window has a session: one that moved goes on when the window that it left is closed',
    async () => {
      const { kept } = start()
      kept.windows(['w1', 'w2'])
      const [one, two] = [connect(kept, 'w1'), connect(kept, 'w2')]
      const { instanceId } = await withServer(one)
      const openIn = async (page: typeof one, window: string) => {
        const { id } = await page.client.sessions.open({ instanceId, size })
        const terminal = terminalOf(kept, id, window)
        terminal.type('echo $((6*7))-there')
        await terminal.shows(/^42-there/m)
        return { id, terminal }
      }
      const [stays, moves] = [await openIn(one, 'w1'), await openIn(one, 'w1')]
      const counts = () => [kept.terminalsOf('w1'), kept.terminalsOf('w2'), kept.underWay().terminals]
      await until('both', () => counts().join() === '2,0,2', START_MS)

      const taken = terminalOf(kept, moves.id, 'w2')
      taken.send({ type: 'resume', position: moves.terminal.position() })
      await moves.terminal.closed
      expect(moves.terminal.frames.at(-1)).toEqual({ type: 'taken' })
      await until('one each', () => counts().join() === '1,1,2', START_MS)
      taken.type('echo $((6*8))-moved')
      await taken.shows(/^48-moved/m)

      // A page that crashes leaves its session to its own window, and that window's end is the session's.
      stays.terminal.close()
      one.close()
      kept.windows(['w2'])
      kept.windowClosed('w1', false)
      await until('the end of its own', () => counts().join() === '0,1,1', START_MS)
      taken.type('echo $((6*9))-lives')
      await taken.shows(/^54-lives/m)
      taken.close()
      kept.windowClosed('w2', true)
      await until('the end of the other', () => counts().join() === '0,0,0', START_MS)
      two.close()
    },
  )

  it('gives each window its own tabs back after a crash of its page, of the core and a restart', async () => {
    const { kept, kill } = start()
    kept.windows(['w1', 'w2'])
    const arrangement = (name: string) => ({
      panes: [{ id: name, instanceId: `a/${name}`, instanceName: name }],
      ...{ tabs: [{ layout: name, focused: name }], active: 0, full: false },
    })
    const tabsOf = async (page: ReturnType<typeof connect>, windowId: string) => {
      for await (const { arrangement } of await page.client.tabs.open({ windowId, takes: true }))
        return arrangement?.panes.map(({ instanceName }) => instanceName) ?? []
    }
    const [one, two] = [connect(kept, 'w1'), connect(kept, 'w2')]
    await one.client.tabs.keep({ windowId: 'w1', arrangement: arrangement('web') })
    await two.client.tabs.keep({ windowId: 'w2', arrangement: arrangement('db') })

    one.close()
    const again = connect(kept, 'w1')
    expect(await tabsOf(again, 'w1')).toEqual(['web'])
    kill()
    await Promise.all([again.closed, two.closed])
    const after = [connect(kept, 'w1'), connect(kept, 'w2')] as const
    expect(await tabsOf(after[1], 'w2')).toEqual(['db'])
    expect(await tabsOf(after[0], 'w1')).toEqual(['web'])

    // Closed by the user beside another: what it had is not put into that one.
    after[1].close()
    kept.windows(['w1'])
    kept.windowClosed('w2', false)
    await after[0].client.tabs.keep({ windowId: 'w2', arrangement: arrangement('a last word') })
    after[0].close()
    kept.windows([])
    kept.windowClosed('w1', true)
    await kept.end()

    const { kept: next } = start()
    const last = connect(next, 'w3')
    expect(await tabsOf(last, 'w3')).toEqual(['web'])
    last.close()
  })
})

it('is a demo: a vault and an account are there, one of it can be left, and none can be started', async () => {
  const cloud = await startCloudStack()
  running.push({ end: cloud.stop })
  const { endpoint, apiKey, secretKey } = cloud
  const account = { kind: 'cloudstack' as const, name: 'Demo cloud', values: { endpoint, apiKey, secretKey } }
  const steps: string[] = []
  const demo = { home: join(dir, 'demo-home'), account }
  const { kept } = start({
    start: { profileDir, portable: true, version: '1.2.3', labFile: null, demo },
    onDemo: (step) => steps.push(step),
  })
  await kept.ready
  const { client } = connect(kept)
  expect(await client.vault.status()).toMatchObject({ state: 'open', backend: 'sealed-file' })
  expect(await client.accounts.list()).toMatchObject([{ name: 'Demo cloud' }])
  expect((await client.host.info()).demo).toEqual({ is: 'here', back: null })
  await expect(client.demo.start()).rejects.toThrow('This Latchkey can start no demo.')
  await client.demo.leave()
  await until('the wish to leave', () => steps.includes('leave'), START_MS)
})
