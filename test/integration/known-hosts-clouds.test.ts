import { expect, it, onTestFinished } from 'vitest'
import { backupLab } from '../helpers/backup-lab.js'
import { until } from '../helpers/processes.js'
import { startCloudStackSimulator } from '../simulators/cloudstack/simulator.js'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'

it('offers what known_hosts says of an address once the account tells that another instance has it', async () => {
  const sim = await startCloudStackSimulator()
  onTestFinished(() => sim.stop())
  const web = await sim.addVirtualMachine({ name: 'web-1', publicip: '198.51.100.7' })
  const { app, knownHosts } = await backupLab()
  await knownHosts.write(`198.51.100.7 ${KEY}\n198.51.100.8 ${KEY}\n`)
  const { endpoint, apiKey, secretKey } = sim
  await app.accounts.add({ kind: 'cloudstack', name: 'Lab', values: { endpoint, apiKey, secretKey } }, {})
  await app.instances.refresh({}, {})
  expect(await app.knownHosts.outdated(undefined, {})).toEqual([])

  Object.assign(web, { publicip: '198.51.100.8' })
  await sim.addVirtualMachine({ name: 'db-1', publicip: '198.51.100.7' })
  await app.instances.refresh({}, {})
  const offered = () => app.knownHosts.outdated(undefined, {})
  const [row] = await until('an offer', async () => {
    const rows = await offered()
    return rows.length > 0 ? rows : null
  })
  expect(row).toMatchObject({
    host: '198.51.100.7',
    instanceName: 'db-1',
    outdated: [{ reason: '198.51.100.7 was the address of web-1, and is now that of db-1.' }],
  })
  await app.knownHosts.remove({ entries: [{ id: row?.id ?? '' }] }, {})
  expect(await knownHosts.read()).toBe(`198.51.100.8 ${KEY}\n`)
  expect(await offered()).toEqual([])
})

it('offers what known_hosts says of an instance that was started, and nothing of one that ran', async () => {
  const sim = await startCloudStackSimulator()
  onTestFinished(() => sim.stop())
  await sim.addVirtualMachine({ name: 'web-1', publicip: '198.51.100.7', state: 'Stopped' })
  const { app, knownHosts } = await backupLab()
  await knownHosts.write(`198.51.100.7 ${KEY}\n`)
  const { endpoint, apiKey, secretKey } = sim
  await app.accounts.add({ kind: 'cloudstack', name: 'Lab', values: { endpoint, apiKey, secretKey } }, {})
  await app.instances.refresh({}, {})
  const [web] = (await app.instances.list(undefined, {})).instances
  const start = () => app.instances.power({ id: web?.id ?? '', to: 'running' }, {})
  await start()
  const offered = async () => app.knownHosts.outdated(undefined, {})
  const [row] = await until('an offer', async () => {
    const rows = await offered()
    return rows.length > 0 ? rows : null
  })
  expect(row?.outdated[0]?.reason).toContain('web-1 was started')
  await app.knownHosts.keep({ ids: [row?.id ?? ''] }, {})
  await start()
  expect(await offered()).toEqual([])
})
