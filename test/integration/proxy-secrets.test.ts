import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { defaultConnection } from '../../contract/connection.js'
import type { RouteProxy } from '../../contract/route.js'
import type { SessionStatus } from '../../contract/sessions.js'
import { buildIfNeeded } from '../../scripts/build-if-needed.js'
import { needlesOf } from '../e2e/secret-forms.js'
import { found, foundInFiles, watchProcesses } from '../e2e/secret-traces.js'
import { type BuiltHost, startBuiltHost, trustHostKey } from '../helpers/built-host.js'
import {
  PROXY_LOGIN,
  proxiesInstalled,
  type RealProxy,
  startHttpProxy,
  startSocks5,
} from '../helpers/proxies.js'
import { addUser, canAddUsers } from '../helpers/ssh-users.js'
import { sshdInstalled, startSshd } from '../helpers/sshd.js'

const PASSWORD = 'four random words here'
const SECRETS = {
  'password of the proxy': PROXY_LOGIN.password,
  'wrong password': 'wrong-word-8899',
  'password at the jump host': 'through-the-edge-5712',
  'both as HTTP has them': Buffer.from(`${PROXY_LOGIN.user}:${PROXY_LOGIN.password}`).toString('base64'),
}
/** No secret: where it is not found, nothing would be. */
const PLANTED = 'planted-mark-3371'

/** Through a real host: what it says, keeps and shows to others of passwords that were given to it. */
describe.skipIf(!sshdInstalled || !proxiesInstalled || !canAddUsers)(
  'passwords on the way to a server',
  () => {
    beforeAll(() => buildIfNeeded(), 120_000)

    it('are told to nobody, and are in the vault alone', { timeout: 120_000 }, async () => {
      const dir = mkdtempSync(join(tmpdir(), 'latchkey-proxy-secrets-'))
      onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
      const kept = ['profile', 'home', 'tmp'].map((name) => join(dir, name))
      const [profile = '', home = '', tmp = ''] = kept
      for (const folder of [home, tmp]) mkdirSync(folder)
      for (const folder of [home, tmp]) writeFileSync(join(folder, 'planted'), PLANTED)
      const user = await addUser({ password: SECRETS['password at the jump host'] })
      onTestFinished(() => user.remove())
      const sshd = await startSshd({ dir, authorizedKeys: [], config: ['PasswordAuthentication yes'] })
      onTestFinished(() => sshd.stop())
      const proxies = {
        socks5: await startSocks5({ login: true }),
        'http-connect': await startHttpProxy(dir, { login: true }),
      }
      onTestFinished(() =>
        Promise.all(Object.values(proxies).map(({ stop }) => stop())).then(() => undefined),
      )

      const host = await startBuiltHost(profile, { HOME: home, TMPDIR: tmp, PLANTED })
      onTestFinished(() => host.stop())
      const processes = watchProcesses(() => [host.pid])
      const { client } = host
      await client.vault.create({ backend: 'sealed-file', password: PASSWORD })
      const key = await client.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } })
      await sshd.authorize([key.publicKey])
      const { host: address, port } = sshd
      const edge = await client.hosts.add({ name: 'edge', host: address, port, user: user.name })
      const far = await client.hosts.add({
        name: PLANTED,
        host: address,
        port,
        user: sshd.user,
        keyId: key.id,
      })
      const [edgeId, farId] = [`hosts/${edge.id}`, `hosts/${far.id}`]
      const trusting = trustHostKey(client, sshd.hostKeyFingerprints)

      for (const kind of ['socks5', 'http-connect'] as const) {
        const proxy = { ...proxyOf(kind, proxies[kind]), passwordId: null }
        const set = (proxyPassword: string) =>
          client.connection.set({
            instanceId: farId,
            options: { ...defaultConnection, proxy },
            proxyPassword,
          })
        await set(SECRETS['wrong password'])
        const refused = await opened(host, farId)
        expect(refused.problem).toMatchObject({
          ...{
            code: 'ssh-proxy-failed',
            message: expect.stringContaining('refused the user ada or the password'),
          },
        })
        await set(PROXY_LOGIN.password)
        const open = await opened(host, farId)
        expect(open.state).toBe('open')
        await client.sessions.close({ id: open.id })
      }
      await trusting

      const byPassword = { ...defaultConnection, ways: { agent: false, prompts: true, password: true } }
      const options = { ...byPassword, proxy: proxyOf('socks5', proxies.socks5) }
      await client.connection.set({ instanceId: edgeId, options, proxyPassword: PROXY_LOGIN.password })
      const route = { via: 'jumps' as const, jumps: [edgeId] }
      await client.connection.set({ instanceId: farId, options: { ...defaultConnection, route } })
      const typing = typePassword(host, [SECRETS['wrong password'], SECRETS['password at the jump host']])
      expect((await opened(host, farId)).state).toBe('open')
      await typing
      await client.activity.lines()
      await client.connection.get({ instanceId: edgeId })
      await client.vault.lock()
      processes.stop()
      await host.stop()

      const all = needlesOf(new Map([['planted', PLANTED], ...Object.entries(SECRETS)]))
      for (const folder of kept) expect(await foundInFiles(all, folder), folder).toEqual(['planted'])
      expect(found(all, [...processes.seen.values()]), 'in a process').toEqual(['planted'])
      expect(found(all, [host.sent()]), 'sent to the window').toEqual(['planted'])
      expect(found(all, [Buffer.from(host.said())]), 'printed').toEqual([])
    })
  },
)

const proxyOf = (kind: RouteProxy['kind'], { host, port }: RealProxy): RouteProxy => ({
  ...{ kind, host, port, user: PROXY_LOGIN.user, passwordId: null },
})

/** A session once it is open, or could not be opened. */
async function opened({ client }: BuiltHost, instanceId: string): Promise<SessionStatus> {
  const { id } = await client.sessions.open({ instanceId, size: { cols: 80, rows: 24 } })
  for await (const status of await client.sessions.watch({ id }))
    if (status.state !== 'connecting') return status
  throw new Error('Nobody tells any more.')
}

/** Answers what is asked for in turn. */
async function typePassword({ client }: BuiltHost, texts: string[]): Promise<void> {
  const answered = new Set<string>()
  for await (const open of await client.questions.watch()) {
    for (const { id, kind } of open) {
      if (kind !== 'login' || answered.has(id)) continue
      answered.add(id)
      await client.questions.answer({
        id,
        answer: { kind: 'login', texts: [texts[answered.size - 1] ?? ''] },
      })
    }
    if (answered.size === texts.length) return
  }
}
