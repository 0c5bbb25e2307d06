import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Guest } from '../../../main/demo/cloudstack/guest.js'
import { serverSignature } from '../../../main/demo/cloudstack/signature.js'
import { call, callJob } from '../../helpers/cloudstack-call.js'
import { type CloudStackSimulator, startCloudStackSimulator } from './simulator.js'

const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
const RSA = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7'

let cloud: CloudStackSimulator

beforeEach(async () => {
  cloud = await startCloudStackSimulator()
})
afterEach(() => cloud.stop())

const register = (name: string, publickey = ED25519) => call(cloud, 'registerSSHKeyPair', { name, publickey })

/** The raw answer to a signed GET, without `response=json` unless given. */
async function get(params: Record<string, string>) {
  const all = { apikey: cloud.apiKey, ...params }
  const signature = serverSignature(new Map(Object.entries(all)), cloud.secretKey)
  return fetch(`${cloud.endpoint}?${new URLSearchParams({ ...all, signature })}`)
}

it('refuses with the status, wrapper and text of CloudStack', async () => {
  await register('ada')
  const response = await get({ command: 'registerSSHKeyPair', name: 'ADA', publickey: RSA, response: 'json' })
  expect(response.status).toBe(431)
  expect(response.headers.get('x-description')).toBe(
    "A key pair with name 'ADA' already exists for this account.",
  )
  expect(await response.json()).toEqual({
    registersshkeypairresponse: {
      uuidList: [],
      errorcode: 431,
      cserrorcode: 4350,
      errortext: "A key pair with name 'ADA' already exists for this account.",
    },
  })
})

it.each([
  [
    'a second name for the same key',
    () => register('other', `${ED25519} comment`),
    "431 A key pair with key 'ssh-ed",
  ],
  ['no key', () => register('bad', 'ssh-ed25519'), '431 Public key is invalid'],
  ['a FIDO key', () => register('fido', 'sk-ssh-ed25519@openssh.com AAAA'), '431 Public key is invalid'],
  ['no name', () => register(''), 'due to missing parameter name'],
  [
    'an unknown name to delete',
    () => call(cloud, 'deleteSSHKeyPair', { name: 'x' }),
    "name 'x' does not exist for account",
  ],
  ['an unknown machine', () => call(cloud, 'stopVirtualMachine', { id: '1' }), 'or entity does not exist'],
  ['an unknown command', () => call(cloud, 'listNothing'), '401 unable to verify user credentials'],
  ['a page above the cap', () => call(cloud, 'listZones', { page: '1', pagesize: '501' }), '431 Page size'],
  ['a page without its size', () => call(cloud, 'listZones', { page: '1' }), '431 "pagesize" parameter'],
])('refuses %s', async (_, attempt, text) => {
  cloud.addKeyPair('ada', ED25519)
  await expect(attempt()).rejects.toThrow(text)
})

it('takes a key in base64 without a blank', async () => {
  await register('wrapped', Buffer.from(`${ED25519} comment`).toString('base64'))
  expect(cloud.state.accounts[0]?.keyPairs).toMatchObject([{ name: 'wrapped', publicKey: ED25519 }])
})

it('answers XML unless JSON is asked for', async () => {
  const response = await get({ command: 'listZones' })
  expect(response.headers.get('content-type')).toContain('text/xml')
  expect(await response.text()).toContain('<listzonesresponse><count>1</count><zone><id>')
})

it('lists by pages and says the whole count', async () => {
  for (const name of ['a', 'b', 'c']) await cloud.addVirtualMachine({ name })
  const second = await call(cloud, 'listVirtualMachines', { page: '2', pagesize: '2' })
  expect(second).toMatchObject({ count: 3, virtualmachine: [{ name: 'c' }] })
  expect(await call(cloud, 'listVirtualMachines', { page: '3', pagesize: '2' })).toEqual({})
})

it('refuses expired requests by its own clock, which its Date header tells', async () => {
  cloud.state.settings.clockSkewMs = 3_600_000
  await expect(call(cloud, 'listZones')).rejects.toThrow('401')
  const date = (await fetch(cloud.endpoint)).headers.get('date') ?? ''
  expect(Date.parse(date)).toBeGreaterThan(Date.now() + 3_500_000)
})

it('throttles with the time to wait', async () => {
  cloud.state.settings.throttle = { max: 2, intervalMs: 60_000 }
  await call(cloud, 'listZones')
  await call(cloud, 'listZones')
  await expect(call(cloud, 'listZones')).rejects.toThrow(/^429 The given user .* retry after \d+ ms\.$/)
})

it('knows only one keypair before 4.17, and its jobs fail with 530', async () => {
  cloud.state.settings.version = '4.15.2.0'
  const { id } = await cloud.addVirtualMachine({ name: 'old' })
  await register('ada')
  const reset = (params: Record<string, string>) =>
    call(cloud, 'resetSSHKeyForVirtualMachine', { id, ...params })
  await expect(reset({ keypairs: 'ada' })).rejects.toThrow('due to missing parameter keypair')
  const response = await get({
    command: 'resetSSHKeyForVirtualMachine',
    id,
    keypair: 'ada',
    response: 'json',
  })
  const body = (await response.json()) as { resetSSHKeyforvirtualmachineresponse: { jobid: string } }
  const { jobid } = body.resetSSHKeyforvirtualmachineresponse
  const poll = () => call<{ jobstatus: number }>(cloud, 'queryAsyncJobResult', { jobid })
  while ((await poll()).jobstatus === 0);
  expect(await poll()).toMatchObject({ jobstatus: 2, jobresultcode: 530, jobresult: { errorcode: 530 } })
})

it('offers reset keys to the guest at the boots at which its image looks', async () => {
  const boots: Record<string, (string[] | null)[]> = { always: [], stock: [] }
  const guest = (name: string): Guest => ({
    start: async (keys) => void boots[name]?.push(keys),
    stop: async () => undefined,
  })
  cloud.addKeyPair('first', RSA)
  cloud.addKeyPair('ada', ED25519)
  for (const name of ['always', 'stock']) {
    const sshAlways = name === 'always'
    const { id } = await cloud.addVirtualMachine({ name, sshAlways, keypairs: ['first'], guest: guest(name) })
    await callJob(cloud, 'stopVirtualMachine', { id })
    await callJob(cloud, 'resetSSHKeyForVirtualMachine', { id, keypairs: 'ada' })
    await callJob(cloud, 'startVirtualMachine', { id })
  }
  expect(boots).toEqual({ always: [[RSA], [ED25519]], stock: [[RSA], null] })
})

it('runs the jobs of one machine in order, and shows the one under way', async () => {
  let powerIsOff: () => void = () => undefined
  const off = new Promise<void>((resolve) => {
    powerIsOff = resolve
  })
  cloud.addKeyPair('ada', ED25519)
  const guest = { start: async () => undefined, stop: () => off }
  const { id } = await cloud.addVirtualMachine({ name: 'web', guest })
  await call(cloud, 'stopVirtualMachine', { id })
  const reset = callJob(cloud, 'resetSSHKeyForVirtualMachine', { id, keypairs: 'ada' })
  expect(await call(cloud, 'listVirtualMachines', { id })).toMatchObject({
    virtualmachine: [{ state: 'Stopping', jobstatus: 0 }],
  })
  powerIsOff()
  expect(await reset).toMatchObject({ virtualmachine: { state: 'Stopped', keypairs: 'ada' } })
})

it.each([
  ['drop-after-applying', true],
  ['cut', true],
  ['drop', false],
] as const)('loses the answer: %s', async (kind, applied) => {
  cloud.faults.plan('registerSSHKeyPair', { kind })
  await expect(register('ada')).rejects.toThrow()
  expect(cloud.state.accounts[0]?.keyPairs.length).toBe(applied ? 1 : 0)
  await call(cloud, 'listZones')
})

it('answers with a proxy error page, or late, as often as planned', async () => {
  cloud.faults.plan('listZones', { kind: 'html', status: 502 }, 2)
  cloud.faults.plan('*', { kind: 'slow', ms: 50 })
  for (const _ of [1, 2]) {
    const response = await get({ command: 'listZones', response: 'json' })
    expect(response.status).toBe(502)
    expect(response.headers.get('content-type')).toContain('text/html')
  }
  const before = performance.now()
  await call(cloud, 'listZones')
  expect(performance.now() - before).toBeGreaterThan(45)
})

it('keeps a log of calls without signatures', async () => {
  await call(cloud, 'listZones', { available: 'true' })
  expect(cloud.calls).toMatchObject([{ command: 'listZones', method: 'POST', params: { available: 'true' } }])
  expect(cloud.calls[0]?.params).not.toHaveProperty('signature')
})
