import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { operations, problemOf, start } from '../helpers/openstack-sim.js'
import { novaError } from '../simulators/openstack/errors.js'
import { newUser } from '../simulators/openstack/seed.js'

describe('instances', () => {
  it('say where SSH gets in: floating addresses first', async () => {
    const { sim, cloud } = await start()
    sim.addServer({ name: 'a', fixed: ['2001:db8::5', '10.0.0.5'], floating: ['198.51.100.7'] })
    sim.addServer({ name: 'b', fixed: ['8.8.4.4', '10.0.0.6'] })
    sim.addServer({ name: 'c', fixed: [] })
    const ssh = new Map((await cloud.listInstances()).map((found) => [found.name, found.ssh]))
    expect(ssh.get('a')).toEqual([
      { host: '198.51.100.7', port: 22, via: 'static-nat' },
      { host: '2001:db8::5', port: 22, via: 'public' },
      { host: '10.0.0.5', port: 22, via: 'private' },
    ])
    expect(ssh.get('b')?.map(({ via }) => via)).toEqual(['public', 'private'])
    expect(ssh.get('c')).toEqual([])
  })

  it('declare keys of ours only: a colleague has others of the same name', async () => {
    const { sim, cloud } = await start()
    const colleague = newUser('bob', sim.project)
    sim.addServer({ name: 'ours', keyName: 'deploy' })
    sim.addServer({ name: 'theirs', keyName: 'deploy', user: colleague })
    expect(await cloud.listInstances()).toMatchObject([
      { name: 'theirs', keyNames: [] },
      { name: 'ours', keyNames: ['deploy'] },
    ])
  })

  it('know their login user from Glance, or from Cinder where they boot from a volume', async () => {
    const { sim, cloud } = await start()
    const [imageId, volumeId] = [randomUUID(), randomUUID()]
    const properties = { os_distro: 'ubuntu', os_version: '22.04', os_admin_user: 'operator' }
    sim.state.images.push({ id: imageId, name: 'golden', properties })
    const imageMetadata = { image_name: 'Debian-12', os_distro: 'debian' }
    sim.state.volumes.push({ id: volumeId, region: 'RegionOne', imageMetadata })
    sim.addServer({ name: 'by-metadata', imageId: null, metadata: { image_name: 'Rocky 9' } })
    sim.addServer({ name: 'by-volume', imageId: null, volumeIds: [randomUUID(), volumeId] })
    sim.addServer({ name: 'by-image', imageId })
    sim.addServer({ name: 'image-deleted', imageId: randomUUID() })
    const found = new Map((await cloud.listInstances()).map((instance) => [instance.name, instance]))
    expect(found.get('by-image')).toMatchObject({ image: 'golden', os: 'ubuntu 22.04' })
    expect(found.get('by-image')?.userGuesses).toEqual(['operator', 'ubuntu', 'root'])
    expect(found.get('by-volume')).toMatchObject({ image: 'Debian-12', userGuesses: ['debian', 'root'] })
    expect(found.get('by-metadata')?.userGuesses[0]).toBe('rocky')
    expect(found.get('image-deleted')).toMatchObject({ image: '', os: '' })
  })

  it('on many volumes are looked up by one list, once in a run', async () => {
    const { sim, cloud } = await start()
    for (let number = 0; number < 5; number++) {
      const id = randomUUID()
      sim.state.volumes.push({ id, region: 'RegionOne', imageMetadata: { image_name: 'Ubuntu' } })
      sim.addServer({ name: `web-${number}`, imageId: null, volumeIds: [id] })
    }
    for (const _ of [1, 2]) for (const { image } of await cloud.listInstances()) expect(image).toBe('Ubuntu')
    expect(operations(sim).filter((operation) => operation.includes('/volumes'))).toEqual([
      'GET /volumes/detail',
    ])
  })

  it('are listed where Glance refuses, and Glance is not asked again', async () => {
    const { sim, cloud } = await start()
    for (const name of ['web-1', 'web-2']) sim.addServer({ name, imageId: randomUUID() })
    const error = novaError(403, 'You are not authorized to complete this action.')
    sim.faults.plan('GET /images/{id}', { kind: 'refusal', error }, 100)
    expect(await cloud.listInstances()).toHaveLength(2)
    const asked = operations(sim).length
    expect(await cloud.listInstances()).toHaveLength(2)
    expect(operations(sim).slice(asked)).toEqual(['GET /servers/detail'])
  })

  it.each([
    ['ACTIVE', null, 'running', 'ACTIVE'],
    ['ACTIVE', 'powering-off', 'stopping', 'ACTIVE, powering-off'],
    ['ACTIVE', 'image_snapshot', 'running', 'ACTIVE, image_snapshot'],
    ['SHUTOFF', 'powering-on', 'starting', 'SHUTOFF, powering-on'],
    ['SUSPENDED', null, 'stopped', 'SUSPENDED'],
    ['BUILD', 'spawning', 'starting', 'BUILD, spawning'],
    ['ERROR', null, 'error', 'ERROR'],
    ['SOMETHING_NEW', null, 'unknown', 'SOMETHING_NEW'],
  ] as const)('in %s with task %s are %s', async (status, taskState, state, cloudState) => {
    const { sim, cloud } = await start()
    sim.addServer({ name: 'web-1', status }).taskState = taskState
    expect(await cloud.listInstances()).toMatchObject([{ state, cloudState }])
  })
})

describe('starting and stopping', () => {
  it('waits for the task, however long it takes', async () => {
    const { sim, cloud } = await start({ settings: { taskLooks: 12 } })
    const server = sim.addServer({ name: 'web-1' })
    await cloud.power.stop(server.id)
    expect(server).toMatchObject({ status: 'SHUTOFF', taskState: null })
  })

  it('of what is so already makes no call', async () => {
    const { sim, cloud } = await start()
    const { id } = sim.addServer({ name: 'web-1' })
    await cloud.power.start(id)
    expect(operations(sim)).not.toContain('os-start')
  })

  it('waits for another who has just stopped it', async () => {
    const { sim, cloud } = await start()
    const server = sim.addServer({ name: 'web-1' })
    Object.assign(server, { taskState: 'powering-off', nextStatus: 'SHUTOFF', looksLeft: 2 })
    await cloud.power.stop(server.id)
    expect(server.status).toBe('SHUTOFF')
    expect(operations(sim)).not.toContain('os-stop')
  })

  it('says in which state an instance is that can not be started', async () => {
    const { sim, cloud } = await start()
    const { id } = sim.addServer({ name: 'web-1', status: 'PAUSED' })
    expect((await problemOf(cloud.power.start(id))).message).toBe(
      'OpenStack does not start web-1, which is PAUSED.',
    )
  })

  it('says that nothing came of it', async () => {
    const { sim, cloud } = await start({ settings: { taskLooks: 1_000_000 } })
    const server = sim.addServer({ name: 'web-1' })
    const stopping = problemOf(cloud.power.stop(server.id))
    await expect.poll(() => server.taskState).toBe('powering-off')
    Object.assign(server, { nextStatus: 'ACTIVE', looksLeft: 0 })
    expect((await stopping).message).toBe('The cloud took the order to stop web-1, but it is ACTIVE.')
  })

  it('is refused to who may only read, where the cloud is strict', async () => {
    const { sim, cloud } = await start({ settings: { readersOnlyRead: true } })
    sim.user.roles.set(sim.project.id, ['reader'])
    const { id } = sim.addServer({ name: 'web-1' })
    expect((await problemOf(cloud.power.stop(id))).code).toBe('cloud-forbidden')
  })
})
