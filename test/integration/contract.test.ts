import { describe, expect, it, vi } from 'vitest'
import { defaultConnection } from '../../contract/connection.js'
import { contract } from '../../contract/contract.js'
import { defaultSettings } from '../../contract/settings.js'
import type { LeftTabs } from '../../contract/tabs.js'
import { decodeHostFrame, encodeHostFrame, encodeWindowFrame } from '../../contract/terminal-stream.js'
import type { VaultStatus } from '../../contract/vault.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue } from '../../main/core/lib/live-value.js'
import type { TerminalPort } from '../../main/core/sessions/terminal-port.js'
import { createFakeApp } from '../helpers/fake-app.js'
import { keyPairs } from '../helpers/fake-data.js'
import { vaultStates } from '../helpers/fake-vault-states.js'
import { overTransport } from '../helpers/over-transport.js'
import { transports } from '../helpers/transports.js'

const SECRET = '-----BEGIN OPENSSH PRIVATE KEY-----'

describe.each(Object.entries(transports))('the contract over %s', (_name, start) => {
  const { app, log, connect, failure } = overTransport(start)

  it('calls the core and answers what it answers', async () => {
    const { client } = await connect()
    expect(await client.keys.list()).toEqual(keyPairs)
    const renamed = await client.keys.update({ id: 'k2', name: '  old rsa  ' })
    expect(renamed.name).toBe('old rsa')
    expect((await client.knownHosts.remove({ entries: [{ id: 'h2' }] })).removed).toBe(1)
    expect((await client.knownHosts.list()).hosts.map(({ id }) => id)).not.toContain('h2')
  })

  it.each(
    Object.entries(contract).flatMap(([area, procedures]) =>
      Object.keys(procedures).map((name) => [area, name]),
    ),
  )('reaches %s.%s', async (area, name) => {
    const { client } = await connect()
    const service = app[area as keyof typeof contract] as unknown as Record<string, () => Promise<unknown>>
    const method = vi.spyOn(service, name ?? '').mockRejectedValue(new LatchkeyError('cancelled', 'Reached.'))
    const procedures = client[area as keyof typeof contract] as unknown as Record<
      string,
      (input: unknown) => Promise<unknown>
    >
    const answer = await failure(procedures[name ?? '']?.(inputs[`${area}.${name}`]) ?? Promise.reject())
    expect(answer.message).toBe('Reached.')
    expect(method).toHaveBeenCalledOnce()
  })

  it('carries a foreseen error with all its parts and without its cause', async () => {
    const { client } = await connect()
    vi.spyOn(app.accounts, 'list').mockRejectedValue(
      new LatchkeyError('cloud-throttled', 'The cloud asks for patience.', {
        advice: 'Wait a minute.',
        retryable: true,
        detail: '429',
        cause: new Error(SECRET),
      }),
    )
    expect(await failure(client.accounts.list())).toEqual({
      code: 'cloud-throttled',
      message: 'The cloud asks for patience.',
      advice: 'Wait a minute.',
      retryable: true,
      detail: '429',
    })
    expect(log.lines).toEqual([])
  })

  it('tells of an unforeseen error by an incident that stands in the log', async () => {
    const { client } = await connect()
    const bug = new TypeError(`undefined is not a function at ${SECRET}`)
    vi.spyOn(app.keys, 'list').mockRejectedValue(bug)
    const info = await failure(client.keys.list())
    expect(info).toMatchObject({ code: 'internal', incident: expect.stringMatching(/^[0-9a-f]{8}$/) })
    expect(JSON.stringify(info)).not.toContain('function')
    expect(log.lines).toMatchObject([{ level: 'error', error: bug, facts: { incident: info.incident } }])
  })

  it('refuses a wrong input with the field’s sentence, and the core never sees it', async () => {
    const { client } = await connect()
    const update = vi.spyOn(app.keys, 'update')
    expect(await failure(client.keys.update({ id: 'k1', name: ' ' }))).toMatchObject({
      code: 'input-invalid',
      message: 'A key pair needs a name.',
      retryable: false,
    })
    const wrongType = await failure(client.keys.update({ id: 'k1', name: 7 as unknown as string }))
    expect(wrongType).toMatchObject({ code: 'input-invalid', message: expect.stringContaining('"name"') })
    expect(await failure(client.keys.update(undefined as never))).toMatchObject({ code: 'input-invalid' })
    expect(update).not.toHaveBeenCalled()
    expect(JSON.stringify(log.lines)).toBe('[]')
  })

  it('drops what the contract does not name: a planted private key never crosses', async () => {
    const { client } = await connect()
    const planted = keyPairs.map((key) => ({ ...key, privateKey: SECRET, storedIn: 'keychain' as const }))
    vi.spyOn(app.keys, 'list').mockResolvedValue(planted)
    const status = { ...vaultStates.open, masterKey: SECRET }
    vi.spyOn(app.vault, 'watch').mockResolvedValue(createLiveValue<VaultStatus>(status).watch())
    expect(await client.keys.list()).toEqual(keyPairs)
    for await (const seen of await client.vault.watch()) {
      expect(seen).toEqual(vaultStates.open)
      break
    }
  })

  it('sends nothing of an output that breaks the contract, to the window or to the log', async () => {
    const { client } = await connect()
    vi.spyOn(app.keys, 'list').mockResolvedValue([{ id: 'k1', name: 3, privateKey: SECRET }] as never)
    const info = await failure(client.keys.list())
    expect(info).toMatchObject({ code: 'internal' })
    const [line] = log.lines
    expect(String(line?.error)).toContain('0.name')
    expect(`${JSON.stringify(info)} ${String(line?.error)} ${JSON.stringify(line)}`).not.toContain(SECRET)
  })

  it('streams a value and its changes', async () => {
    const { client } = await connect()
    const value = createLiveValue<VaultStatus>(vaultStates.locked)
    vi.spyOn(app.vault, 'watch').mockImplementation(async (_input, { signal }) => value.watch(signal))
    const seen: string[] = []
    for await (const { state } of await client.vault.watch()) {
      seen.push(state)
      if (state === 'locked') value.set(vaultStates.open)
      else value.end()
    }
    expect(seen).toEqual(['locked', 'open'])
  })

  it('carries an error in the middle of a stream', async () => {
    const { client } = await connect()
    vi.spyOn(app.vault, 'watch').mockImplementation(async () => failingStream())
    const reading = (async () => {
      for await (const { state } of await client.vault.watch()) expect(state).toBe('open')
    })()
    expect(await failure(reading)).toMatchObject({ code: 'keychain-locked' })
  })

  it('keeps the tabs of a window until it closes, and has them for the next one', async () => {
    const [first, second] = [await connect(), await connect()]
    const open = async (connection: typeof first, windowId: string) => {
      const stream = await connection.client.tabs.open({ windowId, takes: true })
      const { value } = (await stream.next()) as { value: LeftTabs }
      return value.arrangement
    }
    const arrangement = {
      panes: [{ id: 'p', instanceId: 'acc/web', instanceName: 'web' }],
      tabs: [{ layout: 'p', focused: 'p' }],
      ...{ active: 0, full: false },
    }
    expect(await open(first, 'first')).toBeNull()
    await first.client.tabs.keep({ windowId: 'first', arrangement })
    expect(await open(second, 'second')).toBeNull()
    first.close()
    const left = await vi.waitUntil(() => open(second, crypto.randomUUID()))
    expect(left).toMatchObject({ panes: [{ instanceName: 'web' }], active: 0 })
  })

  it.each(['leaves the loop', 'closes'] as const)(
    'ends the stream in the core when the window %s',
    async (how) => {
      const connection = await connect()
      const value = createLiveValue<VaultStatus>(vaultStates.open)
      const signals: (AbortSignal | undefined)[] = []
      vi.spyOn(app.vault, 'watch').mockImplementation(async (_input, { signal }) => {
        signals.push(signal)
        return value.watch(signal)
      })
      for await (const _status of await connection.client.vault.watch()) {
        if (how === 'leaves the loop') break
        connection.close()
        await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true))
        break
      }
      await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true))
    },
  )

  it('aborts a long call in the core when the window gives it up', async () => {
    const { client } = await connect()
    let coreSignal: AbortSignal | undefined
    vi.spyOn(app.accounts, 'check').mockImplementation((_input, { signal }) => {
      coreSignal = signal
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    })
    const controller = new AbortController()
    const call = client.accounts.check({ kind: 'cloudstack', values: {} }, { signal: controller.signal })
    await vi.waitFor(() => expect(coreSignal).toBeDefined())
    controller.abort()
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    await vi.waitFor(() => expect(coreSignal?.aborted).toBe(true))
    expect(await client.keys.list()).toEqual(await app.keys.list({}, {}))
  })

  it('answers calls side by side, each its own, in whatever order they end', async () => {
    const { client } = await connect()
    const releases = new Map<string, () => void>()
    vi.spyOn(app.accounts, 'keys').mockImplementation(async ({ id }) => {
      await new Promise<void>((resolve) => releases.set(id, resolve))
      return [
        { ...cloudKey, name: id, fingerprintMd5: null, publicKey: null, description: null, keyId: null },
      ]
    })
    const ids = Array.from({ length: 200 }, (_, n) => `account-${n}`)
    const calls = ids.map((id) => client.accounts.keys({ id }))
    await vi.waitFor(() => expect(releases.size).toBe(200))
    for (const id of [...ids].reverse()) releases.get(id)?.()
    expect((await Promise.all(calls)).map(([key]) => key?.name)).toEqual(ids)
  })

  it('takes a private key of 1 MB, and refuses a larger one', async () => {
    const { client } = await connect()
    const inspect = vi.spyOn(app.keys, 'inspect')
    const text = 'é'.repeat(1_000_000)
    await client.keys.inspect({ source: { kind: 'text', text } })
    expect(inspect.mock.calls[0]?.[0].source).toEqual({ kind: 'text', text })
    const tooLong = await failure(client.keys.inspect({ source: { kind: 'text', text: `${text}x` } }))
    expect(tooLong).toMatchObject({ code: 'input-invalid' })
  })

  it('answers an inventory of 10,000 instances whole', async () => {
    const { client } = await connect()
    const large = createFakeApp({ instances: 10_000 })
    vi.spyOn(app.instances, 'list').mockImplementation(large.instances.list)
    expect(await client.instances.list()).toEqual(await large.instances.list(undefined, {}))
  })

  it('gives several windows their own answers', async () => {
    const first = await connect()
    const second = await connect()
    first.close()
    expect((await second.client.accounts.list())?.length).toBe(2)
  })

  it('closes a window that talks nonsense, and no other', async () => {
    const first = await connect()
    const second = await connect()
    first.sendRaw('{not json')
    await first.closed
    expect((await second.client.accounts.list())?.length).toBe(2)
    expect(log.lines).toMatchObject([{ event: 'rpc.bad-message' }])
  })

  describe('a terminal', () => {
    const attached = () => {
      const ports: TerminalPort[] = []
      const ids: string[] = []
      vi.spyOn(app.sessions, 'attach').mockImplementation((id, port) => {
        ids.push(id)
        ports.push(port)
      })
      return { ports, ids }
    }

    it('carries every byte both ways, in order', async () => {
      const { ports, ids } = attached()
      const stream = (await connect()).terminal('s/1 ü')
      const allBytes = Uint8Array.from({ length: 70_000 }, (_, n) => n & 255)
      const received: Uint8Array[] = []
      await vi.waitFor(() => expect(ports).toHaveLength(1))
      expect(ids).toEqual(['s/1 ü'])
      ports[0]?.onFrame((frame) => received.push(Uint8Array.from(frame)))
      stream.send(encodeWindowFrame({ type: 'input', bytes: allBytes }))
      stream.send(encodeWindowFrame({ type: 'ack', count: 70_000 }))
      for (let n = 0; n < 50; n++) ports[0]?.send(encodeHostFrame({ type: 'output', bytes: allBytes }))
      await vi.waitFor(() => expect([received.length, stream.frames.length]).toEqual([2, 50]))
      const same = (a: Uint8Array | undefined, b: Uint8Array) => a !== undefined && Buffer.compare(a, b) === 0
      expect(same(received[0], encodeWindowFrame({ type: 'input', bytes: allBytes }))).toBe(true)
      expect(same(received[1], encodeWindowFrame({ type: 'ack', count: 70_000 }))).toBe(true)
      const output = encodeHostFrame({ type: 'output', bytes: allBytes })
      expect(stream.frames.filter((frame) => same(frame, output))).toHaveLength(50)
    })

    it('delivers what was sent before the host closed it', async () => {
      const { ports } = attached()
      const stream = (await connect()).terminal('s1')
      await vi.waitFor(() => expect(ports).toHaveLength(1))
      const closed = vi.fn()
      ports[0]?.onClose(closed)
      ports[0]?.send(encodeHostFrame({ type: 'output', bytes: Buffer.from('bye') }))
      ports[0]?.send(encodeHostFrame({ type: 'end' }))
      ports[0]?.close()
      ports[0]?.send(encodeHostFrame({ type: 'output', bytes: Buffer.from('too late') }))
      await stream.closed
      expect(stream.frames.map((frame) => decodeHostFrame(frame)?.type)).toEqual(['output', 'end'])
      await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
    })

    it('tells the host once that the window closed it', async () => {
      const { ports } = attached()
      const stream = (await connect()).terminal('s1')
      await vi.waitFor(() => expect(ports).toHaveLength(1))
      const closed = vi.fn()
      ports[0]?.onClose(closed)
      stream.close()
      await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
      ports[0]?.close()
      await stream.closed
      expect(closed).toHaveBeenCalledOnce()
    })

    it('of no session is closed at once', async () => {
      const stream = (await connect()).terminal('no-such-session')
      await stream.closed
      expect(stream.frames).toEqual([])
    })

    it('of an open session echoes what is typed', async () => {
      const connection = await connect()
      const { id } = await connection.client.sessions.open({
        instanceId: 'a1/vm-0',
        size: { cols: 80, rows: 24 },
      })
      const stream = connection.terminal(id)
      stream.send(encodeWindowFrame({ type: 'input', bytes: Buffer.from('whoami') }))
      const screen = () =>
        stream.frames
          .map(decodeHostFrame)
          .map((frame) => (frame?.type === 'output' ? Buffer.from(frame.bytes).toString() : ''))
      await vi.waitFor(() => expect(screen().join('')).toContain('whoami'))
      await connection.client.sessions.close({ id })
      await stream.closed
    })
  })
})

async function* failingStream(): AsyncGenerator<VaultStatus, void> {
  yield vaultStates.open
  throw new LatchkeyError('keychain-locked', 'The keychain has been locked.')
}

const id = 'x'
const cloudKey = { name: 'n', region: null, cloudKeyId: null }
const size = { cols: 80, rows: 24 }
const forward = {
  ...{ kind: 'local' as const, name: 'db', withSession: false, keepUp: false },
  listen: { host: '127.0.0.1', port: 0 },
  to: { host: '127.0.0.1', port: 5432 },
}
const source = { kind: 'text', text: '' }
/** A valid input for each procedure that takes one. */
const inputs: Record<string, unknown> = {
  'hosts.add': { name: 'web', host: '192.0.2.1', user: 'root' },
  'hosts.edit': { id, user: 'root' },
  'hosts.removal': { id },
  'hosts.remove': { id },
  'hosts.putBack': { id },
  'sshConfig.setOn': { on: true },
  'sshConfig.setIncluded': { included: true },
  'hosts.importConfigured': { digest: 'd', hosts: [{ alias: 'web', keyId: null }] },
  'vault.create': { backend: 'keychain' },
  'vault.unlock': {},
  'vault.setPassword': { next: null },
  'vault.move': { to: 'keychain' },
  'vault.settleMove': { action: 'leave' },
  'keys.generate': { name: 'n', spec: { type: 'ed25519' } },
  'keys.inspect': { source },
  'keys.import': { source, name: 'n' },
  'keys.update': { id, name: 'n' },
  'keys.setState': { id, state: 'archived' },
  'keys.usage': { id },
  'keys.radius': { ids: [id] },
  'keys.bin': { ids: [id] },
  'keys.publicKey': { id, format: 'openssh' },
  'keys.export': { id, format: 'openssh', folder: 'ssh', fileName: 'n' },
  'keys.delete': { id, name: 'n' },
  'accounts.check': { kind: 'cloudstack', values: {} },
  'accounts.add': { kind: 'cloudstack', name: 'n', values: {} },
  'accounts.readPasted': { kind: 'cloudstack', text: 'export OS_USERNAME=n' },
  'accounts.edit': { id, name: 'n' },
  'accounts.setDisabled': { id, disabled: true },
  'accounts.remove': { id },
  'accounts.keys': { id },
  'accounts.requests': { id },
  'accounts.renameKey': { id, key: cloudKey, name: 'n' },
  'accounts.describeKey': { id, key: cloudKey, description: '' },
  'accounts.keyRadius': { keys: [{ accountId: id, key: cloudKey }] },
  'accounts.deleteKey': { id, key: cloudKey },
  'accounts.createKey': { id, name: 'n' },
  'accounts.keyNames': { accountIds: [id], name: 'n' },
  'accounts.push': { keyId: id, accountIds: [id] },
  'instances.refresh': {},
  'instances.power': { id, to: 'running' },
  'bindings.planMany': { action: 'bind', keyId: id, instanceIds: [id] },
  'bindings.runMany': { planIds: [id] },
  'bindings.plan': { keyId: id, instanceId: id },
  'bindings.run': { planId: id },
  'bindings.watch': { id },
  'bindings.cancel': { id },
  'bindings.settle': { id, action: 'dismiss' },
  'routes.automatic': { instanceId: id },
  'routes.reachedThrough': { instanceIds: [id] },
  'routes.bastions': { accountId: id },
  'routes.setBastions': { accountId: id, bastions: [{ zone: null, instanceId: id, alsoPublic: false }] },
  'sessions.open': { instanceId: id, size },
  'sessions.watch': { id },
  'sessions.resize': { id, size },
  'sessions.close': { id },
  'sessionLogs.start': { sessionId: id, format: 'text' },
  'sessionLogs.stop': { sessionId: id },
  'files.access': { instanceId: id },
  'files.list': { instanceId: id, path: '/' },
  'files.details': { instanceId: id, path: '/' },
  'files.makeFolder': { instanceId: id, path: '~', name: 'n' },
  'files.rename': { instanceId: id, from: '/a', to: '/b' },
  'files.count': { instanceId: id, paths: ['/a'] },
  'files.remove': { instanceId: id, paths: ['/a'] },
  'files.setPermissions': { instanceId: id, paths: ['/a'], files: 0o644, folders: 0o755, recursive: true },
  'files.readText': { instanceId: id, path: '/a' },
  'files.saveText': { instanceId: id, path: '/a', text: '', lineEnds: 'lf', bom: false, version: null },
  'files.localFolder': {},
  'transfers.upload': { instanceId: id, sources: ['/a'], to: '~' },
  'transfers.download': { instanceId: id, sources: ['/a'] },
  'transfers.copy': { instanceId: id, sourceId: id, sources: ['/a'], to: '~' },
  'transfers.offer': {
    instanceId: id,
    files: [{ path: 'a/b', size: 1, modified: '2026-01-01T00:00:00.000Z' }],
    to: '~',
  },
  'transfers.wanted': { id },
  'transfers.give': { id, piece: 0, bytes: 'AA==' },
  'transfers.pause': { ids: [id] },
  'transfers.resume': { ids: [id] },
  'transfers.cancel': { ids: [id] },
  'transfers.retry': { ids: [id] },
  'transfers.clear': {},
  'transfers.answerConflict': { id, conflictId: id, choice: 'skip', all: false },
  'snippets.save': { name: 'n', text: 't' },
  'snippets.remove': { id },
  'tabs.open': { windowId: id, takes: true },
  'tabs.keep': { windowId: id, arrangement: { panes: [], tabs: [], active: null, full: false } },
  'nameplates.set': { instanceId: id, name: 'n', colour: 'production' },
  'forwards.create': { instanceId: id, options: forward },
  'forwards.change': { id, instanceId: id, options: forward },
  'forwards.remove': { id },
  'forwards.putBack': { id },
  'forwards.start': { id },
  'forwards.stop': { id },
  'desktop.ask': { wish: 'update', step: 'check' },
  'questions.answer': { id, answer: { kind: 'no' } },
  'connection.get': { instanceId: id },
  'connection.set': { instanceId: id, options: defaultConnection },
  'recovery.guide': { instanceId: id },
  'recovery.lines': { instanceId: id, keyId: id, user: 'root' },
  'recovery.console': { instanceId: id },
  'recovery.prove': { instanceId: id, keyId: id, user: 'root' },
  'knownHosts.find': { text: 'web-1' },
  'knownHosts.hashed': { ids: [id] },
  'knownHosts.remove': { entries: [{ id }] },
  'knownHosts.undo': { undoId: id },
  'knownHosts.keep': { ids: [id] },
  'map.key': { id },
  'map.instance': { id },
  'map.account': { id },
  'map.export': { format: 'csv', what: { shape: 'places', part: null } },
  'settings.set': defaultSettings,
  'activity.list': { text: '', events: [], limit: 10 },
  'backup.confirmKit': { lastGroup: 'ABCDEF' },
  'backup.export': {
    to: { kind: 'passphrase', passphrase: 'correct horse battery' },
    folder: 'home',
    fileName: 'latchkey.age',
  },
  'backup.inspect': { base64: 'AAAA', secret: 'x' },
  'backup.restore': { id: 'p1', rowIds: ['key/0'] },
  'backup.inspectCopy': { name: '2026-01-01T00-00-00-000Z' },
  'backup.bringBack': { name: '2026-01-01T00-00-00-000Z' },
  'backup.forget': { id: 'p1' },
  'repair.keepPublic': { id },
  'repair.putBack': { id, name: 'n' },
  'repair.delete': { id, typed: 'n' },
  'repair.leave': { id, left: true },
  'sync.saveRule': { keys: { kind: 'all' }, accounts: { kind: 'all' } },
  'sync.removeRule': { id },
  'sync.plan': { rename: false, remove: false },
  'sync.run': { planId: id, stepIds: [id] },
  'sync.acceptDrift': {},
  'work.cancel': { id },
  'work.retry': { id },
  'work.read': { ids: [id] },
  'work.dismiss': { ids: [id] },
}
