import { describe, expect, it, vi } from 'vitest'
import { defaultSettings } from '../../contract/settings.js'
import { keyPairs } from '../helpers/fake-data.js'
import { overTransport } from '../helpers/over-transport.js'
import { type Connection, transports } from '../helpers/transports.js'

const SECRET = '-----BEGIN OPENSSH PRIVATE KEY-----'
const id = 'x'
const source = { kind: 'text', text: '' } as const
const file = { id, format: 'openssh', folder: 'ssh', fileName: 'n' } as const

describe.each(Object.entries(transports))('key pairs over %s', (_name, start) => {
  const { app, connect, failure } = overTransport(start)

  it('drops a private key planted in what was found of a file, and in what was made', async () => {
    const { client } = await connect()
    const [key] = keyPairs
    if (key === undefined) return expect.unreachable()
    const { type, bits, fingerprint, fingerprintMd5 } = key
    const found = {
      part: 0,
      state: 'key' as const,
      format: 'OpenSSH',
      encryption: null,
      comment: '',
      knownAs: null,
    }
    const looks = { type, bits, fingerprint, fingerprintMd5 }
    const planted = { ...found, proven: SECRET, key: { ...looks, d: SECRET } }
    vi.spyOn(app.keys, 'inspect').mockResolvedValue([planted])
    vi.spyOn(app.keys, 'scan').mockResolvedValue({
      folder: '/home/ada/.ssh',
      files: [{ name: 'id', parts: [planted], ...{ bytes: SECRET } }],
    })
    vi.spyOn(app.keys, 'generate').mockResolvedValue({ ...key, ...{ pkcs8: SECRET } })
    vi.spyOn(app.keys, 'export').mockResolvedValue({ path: '/x', ...{ content: SECRET } })
    const source = { kind: 'text' as const, text: '' }
    const exported = { id: 'k1', format: 'openssh' as const, folder: 'ssh' as const, fileName: 'id' }
    const answers = [
      await client.keys.inspect({ source }),
      await client.keys.scan(),
      await client.keys.generate({ name: 'n', spec: { type: 'ed25519' } }),
      await client.keys.export(exported),
    ]
    expect(answers[0]).toEqual([{ ...found, key: looks }])
    expect(JSON.stringify(answers)).not.toContain('PRIVATE KEY')
  })

  it.each<[string, (client: Connection['client']) => Promise<unknown>]>([
    ['a tag with a comma', ({ keys }) => keys.update({ id, notes: { tags: ['a,b'] } })],
    ['21 tags', ({ keys }) => keys.update({ id, notes: { tags: Array.from({ length: 21 }, String) } })],
    ['a comment of two lines', ({ keys }) => keys.update({ id, notes: { comment: 'a\nb' } })],
    ['a day that there is not', ({ keys }) => keys.update({ id, notes: { expiresOn: '2027-02-30' } })],
    ['another state', ({ keys }) => keys.setState({ id, state: 'gone' as 'bin' })],
    ['a part before the first', ({ keys }) => keys.inspect({ source, part: -1 })],
    [
      'a kind of key of yesterday',
      ({ keys }) => keys.generate({ name: 'n', spec: { type: 'rsa', bits: 1024 as 2048 } }),
    ],
    ['a file name with a folder', ({ keys }) => keys.export({ ...file, fileName: '../id' })],
    ['a hidden file name', ({ keys }) => keys.export({ ...file, fileName: '.profile' })],
    ['a folder of the user’s own', ({ keys }) => keys.export({ ...file, folder: '/etc' as 'home' })],
    ['a bin of no days', ({ settings }) => settings.set({ ...defaultSettings, binDays: 0 })],
  ])('refuses %s before the core sees it', async (_what, call) => {
    const { client } = await connect()
    const reached = (['update', 'setState', 'inspect', 'generate', 'export'] as const).map((name) =>
      vi.spyOn(app.keys, name),
    )
    const set = vi.spyOn(app.settings, 'set')
    expect(await failure(call(client))).toMatchObject({ code: 'input-invalid' })
    for (const method of [...reached, set]) expect(method).not.toHaveBeenCalled()
  })

  it('gives up the making of a key pair in the core when the window cancels it', async () => {
    const { client } = await connect()
    const signals: (AbortSignal | undefined)[] = []
    vi.spyOn(app.keys, 'generate').mockImplementation((_input, { signal }) => {
      signals.push(signal)
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    })
    const controller = new AbortController()
    const spec = { type: 'rsa', bits: 4096 } as const
    const making = client.keys.generate({ name: 'slow', spec }, { signal: controller.signal })
    await vi.waitFor(() => expect(signals).toHaveLength(1))
    controller.abort()
    await expect(making).rejects.toMatchObject({ name: 'AbortError' })
    await vi.waitFor(() => expect(signals[0]?.aborted).toBe(true))
  })
})
