import { expect, it } from 'vitest'
import { defaultConnection } from '../../../contract/connection.js'
import type { RouteProxy } from '../../../contract/route.js'
import { backUp, backupLab, inspect } from '../../../test/helpers/backup-lab.js'
import { until } from '../../../test/helpers/processes.js'
import { decryptFile } from '../backup/age-file.js'

const PASSWORD = 'of-the-proxy-4711'
const host = { name: 'web', host: '192.0.2.1', user: 'ada', port: 22, tags: [], jump: null }
const proxy: RouteProxy = {
  kind: 'socks5',
  host: 'proxy.example',
  port: 1080,
  user: 'ada',
  passwordId: null,
}

async function setUp() {
  const lab = await backupLab()
  const { id } = await lab.app.hosts.add(host, {})
  const instanceId = `hosts/${id}`
  const set = async (next: RouteProxy | null, proxyPassword?: string) =>
    lab.app.connection.set(
      {
        ...{ instanceId, options: { ...defaultConnection, proxy: next } },
        ...(proxyPassword !== undefined && { proxyPassword }),
      },
      {},
    )
  const kept = async () => {
    const names = (await lab.secrets.names()).filter((name) => name.startsWith('proxy/'))
    return Promise.all(names.map(async (name) => Buffer.from((await lab.secrets.get(name)) ?? '').toString()))
  }
  return { lab, id, set, kept }
}

it('keeps a password in the vault alone, and its id in the profile', async () => {
  const { lab, set, kept } = await setUp()
  const { proxy: stored } = await set(proxy, PASSWORD)
  expect(stored?.passwordId).toEqual(expect.any(String))
  expect(await kept()).toEqual([PASSWORD])
  const { file, secret } = await backUp(lab)
  const { plain } = await decryptFile(file, secret)
  const elsewhere = [
    JSON.stringify(lab.profile.read()),
    JSON.stringify(lab.log),
    Buffer.from(plain).toString(),
  ]
  for (const text of elsewhere) expect(text).not.toContain(PASSWORD)
})

it('replaces it, and drops it with another place or user, with the proxy and with the host', async () => {
  const { lab, id, set, kept } = await setUp()
  const keptIs = (texts: string[]) =>
    until(`kept: ${texts}`, async () => JSON.stringify(await kept()) === JSON.stringify(texts))
  const first = await set(proxy, PASSWORD)
  const same = await set({ ...proxy, host: 'PROXY.example' }) // unchanged while nothing is typed
  expect(same.proxy?.passwordId).toBe(first.proxy?.passwordId)
  await set(proxy, 'another')
  await keptIs(['another'])
  const others: Partial<RouteProxy>[] = [
    { host: 'other.example' },
    { port: 1081 },
    { user: 'bob' },
    { kind: 'http-connect' },
  ]
  for (const other of others) {
    await set(proxy, PASSWORD)
    const { proxy: stored } = await set({ ...proxy, ...other })
    expect(stored?.passwordId).toBeNull()
    await keptIs([])
  }
  await set(proxy, PASSWORD)
  await set(null)
  await keptIs([])
  await set(proxy, PASSWORD)
  await lab.app.hosts.remove({ id }, {})
  await keptIs([])
})

it('names no password of this vault in a restored profile', async () => {
  const { lab, set } = await setUp()
  await set(proxy, PASSWORD)
  const made = await backUp(lab)
  const to = await backupLab()
  const { id, rows } = await inspect(to, made)
  await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
  const [connection] = to.profile.read().connections
  expect(connection?.proxy).toEqual({ ...proxy, passwordId: null })
})
