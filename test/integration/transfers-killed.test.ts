import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { buildIfNeeded } from '../../scripts/build-if-needed.js'
import { type BuiltHost, startBuiltHost, trustHostKey } from '../helpers/built-host.js'
import { sshdInstalled, startSshd } from '../helpers/sshd.js'
import { startTcpProxy } from '../helpers/tcp-proxy.js'

const MB = 1024 * 1024
const SIZE = 64 * MB
const PASSWORD = 'four random words here'

const hasEnded = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)

async function when({ client }: BuiltHost, is: (transfer: Transfer) => boolean): Promise<Transfer> {
  for await (const [transfer] of await client.transfers.watch())
    if (transfer !== undefined && is(transfer)) return transfer
  throw new Error('Nobody tells any more.')
}

describe.skipIf(!sshdInstalled)('an upload through several channels, whose host is killed', () => {
  beforeAll(() => buildIfNeeded(), 120_000)

  it('is gone on with by the next one, and is whole', { timeout: 120_000 }, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'latchkey-killed-'))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    const [home, far, source] = [join(dir, 'home'), join(dir, 'far'), join(dir, 'dump')]
    for (const folder of [home, far]) mkdirSync(folder)
    writeFileSync(source, randomBytes(SIZE))
    const sshd = await startSshd({ dir, authorizedKeys: [] })
    onTestFinished(() => sshd.stop())
    const road = await startTcpProxy(sshd)
    onTestFinished(() => road.stop())
    road.lengthen(100)
    const start = async () => {
      const host = await startBuiltHost(join(dir, 'profile'), { HOME: home })
      onTestFinished(() => host.stop())
      return host
    }

    const first = await start()
    const { client } = first
    await client.vault.create({ backend: 'sealed-file', password: PASSWORD })
    const key = await client.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } })
    await sshd.authorize([key.publicKey])
    const where = { name: 'far', host: '127.0.0.1', port: road.port, user: sshd.user, keyId: key.id }
    const instanceId = `hosts/${(await client.hosts.add(where)).id}`
    await client.transfers.upload({ instanceId, sources: [source], to: far })
    await trustHostKey(client, sshd.hostKeyFingerprints)
    expect(await when(first, (one) => one.doneBytes > 32 * MB || hasEnded(one))).toMatchObject({
      problems: [],
    })
    expect(sshd.log().split("subsystem 'sftp' for").length - 1).toBe(4)
    road.stall()
    const noted = () => JSON.parse(readFileSync(join(dir, 'profile/transfers.json'), 'utf8')).transfers[0]
    await expect.poll(() => noted().marks[0]?.written ?? 0).toBeGreaterThan(16 * MB)
    await first.kill()
    road.cut()
    road.resume()

    const next = await start()
    await next.client.vault.unlock({ password: PASSWORD })
    const found = await when(next, () => true)
    expect(found).toMatchObject({
      state: 'failed',
      problems: [{ problem: { code: 'transfer-interrupted' } }],
    })
    await next.client.transfers.retry({ ids: [found.id] })
    const going = await when(next, ({ state, doneBytes }) => state === 'running' && doneBytes > 0)
    expect(going.doneBytes, 'what was there counts').toBeGreaterThan(16 * MB)
    expect(await when(next, hasEnded)).toMatchObject({ state: 'done', doneBytes: SIZE, problems: [] })
    expect(readFileSync(join(far, 'dump')).equals(readFileSync(source))).toBe(true)
    expect(readdirSync(far)).toEqual(['dump'])
  })
})
