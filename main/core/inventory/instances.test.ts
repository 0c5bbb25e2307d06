import { describe, expect, it, vi } from 'vitest'
import { createFakeCloud, fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { cloudWith, setUp, statesIn, unreachable } from '../../../test/helpers/instances-lab.js'
import { keyRecord, publicKeyOf } from '../../../test/helpers/key-records.js'
import { LatchkeyError } from '../lib/error.js'

describe('starting and stopping', () => {
  it('is seen in the list while it goes on, and then how it ended', async () => {
    const a = cloudWith('vm-1')
    const { refresh, list, instances } = setUp({ clouds: { a } })
    await refresh()
    let stopped: () => void = () => undefined
    a.before('stop', () => new Promise<void>((resolve) => (stopped = resolve)))
    const stopping = instances.power({ id: 'a/vm-1', to: 'stopped' }, {})
    await vi.waitFor(() => expect(a.calls).toContain('stop vm-1'))
    expect(statesIn(await list())).toEqual({ 'a/vm-1': 'stopping' })
    const again = instances.power({ id: 'a/vm-1', to: 'running' }, {})
    await expect(again).rejects.toMatchObject({ info: { code: 'binding-running' } })
    stopped()
    await stopping
    expect(statesIn(await list())).toEqual({ 'a/vm-1': 'stopped' })
    await instances.power({ id: 'a/vm-1', to: 'running' }, {})
    expect(statesIn(await list())).toEqual({ 'a/vm-1': 'running' })
  })

  it('that the cloud refuses leaves the state that the cloud tells', async () => {
    const a = cloudWith('vm-1')
    const { refresh, list, instances } = setUp({ clouds: { a } })
    await refresh()
    a.failNext('stop', unreachable())
    await expect(instances.power({ id: 'a/vm-1', to: 'stopped' }, {})).rejects.toMatchObject({
      info: { code: 'cloud-unreachable' },
    })
    expect(statesIn(await list())).toEqual({ 'a/vm-1': 'running' })
  })

  it('is not sent any more once it was cancelled, and what was sent goes on to its end', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `vm-${n}`)
    const a = cloudWith(...names)
    const { refresh, list, instances } = setUp({ clouds: { a } })
    await refresh()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    a.before('stop', () => held)
    const stop = new AbortController()
    const onSent = vi.fn()
    const options = { signal: stop.signal, onSent }
    const all = names.map((name) => instances.power({ id: `a/${name}`, to: 'stopped' }, options))
    const ended = Promise.allSettled(all)
    await vi.waitFor(() => expect(a.calls.filter((call) => call.startsWith('stop'))).toHaveLength(10))
    expect(onSent).toHaveBeenCalledTimes(10)
    expect(Object.values(statesIn(await list())).filter((state) => state === 'running')).toHaveLength(2)
    stop.abort(new LatchkeyError('cancelled', 'This was cancelled.'))
    await expect(all[11]).rejects.toMatchObject({ code: 'cancelled' })
    goOn()
    const outcomes = (await ended).map(({ status }) => status)
    expect(outcomes).toEqual([...Array(10).fill('fulfilled'), 'rejected', 'rejected'])
    const states = Object.values(statesIn(await list()))
    expect(states).toEqual([...Array(10).fill('stopped'), 'running', 'running'])
    await instances.power({ id: 'a/vm-11', to: 'stopped' }, {})
  })

  it('waits for a binding that needs the instance', async () => {
    const a = cloudWith('vm-1')
    const journal = {
      ...{ id: 'j', action: 'bind' as const, keyId: 'k', instanceId: 'a/vm-1', instanceName: 'vm-1' },
      ...{ startedAt: '2026-01-01T00:00:00.000Z', step: 'reset' as const, stoppedByUs: false },
    }
    const { refresh, instances } = setUp({ clouds: { a }, profile: { bindingJournal: [journal] } })
    await refresh()
    await expect(instances.power({ id: 'a/vm-1', to: 'stopped' }, {})).rejects.toMatchObject({
      info: { code: 'binding-running' },
    })
    expect(a.calls).not.toContain('stop vm-1')
  })
})

describe('one instance', () => {
  it('is got from what is known', async () => {
    const { refresh, instances } = setUp({ clouds: { a: cloudWith('vm-1') } })
    await refresh()
    expect(await instances.get('a/vm-1')).toMatchObject({ name: 'vm-1' })
  })

  it.each(['a/vm-9', 'nope/vm-1', 'vm-1', ''])('"%s" is not found', async (id) => {
    const { refresh, instances } = setUp({ clouds: { a: cloudWith('vm-1') } })
    await refresh()
    await expect(instances.get(id)).rejects.toMatchObject({ code: 'instance-not-found' })
    await expect(instances.fresh(id)).rejects.toMatchObject({ code: 'instance-not-found' })
  })

  it('is asked of the cloud anew, and the list follows', async () => {
    const a = cloudWith('vm-1')
    const { refresh, instances, list } = setUp({ clouds: { a } })
    await refresh()
    a.instances.set('vm-1', fakeInstance({ cloudId: 'vm-1', state: 'stopped' }))
    const { instance, cloudInstance, cloud } = await instances.fresh('a/vm-1')
    expect([instance.state, cloudInstance.state]).toEqual(['stopped', 'stopped'])
    expect(cloud).toBe(a)
    expect((await list()).instances[0]?.state).toBe('stopped')
  })

  it('knows a key that was pushed and bound since the last refresh', async () => {
    const a = cloudWith('vm-1')
    const { refresh, instances, list } = setUp({ clouds: { a }, profile: { keys: [keyRecord('k1')] } })
    await refresh()
    a.keys.set('deploy', publicKeyOf(0))
    a.instances.set('vm-1', fakeInstance({ cloudId: 'vm-1', keyNames: ['deploy'] }))
    const declared = [{ cloudName: 'deploy', keyId: 'k1' }]
    expect((await instances.fresh('a/vm-1')).instance.declared).toEqual(declared)
    expect((await list()).instances[0]?.declared).toEqual(declared)
  })

  it('is asked with others, and the keys of their account are listed for all of them together', async () => {
    const ids = ['vm-1', 'vm-2', 'vm-3', 'vm-4']
    const a = createFakeCloud({
      instances: ids.map((cloudId) => fakeInstance({ cloudId, keyNames: ['of somebody else'] })),
    })
    const { instances, refresh } = setUp({ clouds: { a } })
    await refresh()
    a.calls.length = 0
    await Promise.all(ids.map((cloudId) => instances.fresh(`a/${cloudId}`)))
    expect(a.calls.filter((call) => call === 'listKeys').length).toBeLessThanOrEqual(2)
  })

  it('keeps the keys that were listed for it where a refresh that began before ends after', async () => {
    const a = cloudWith('vm-1')
    const { instances, refresh, list } = setUp({
      clouds: { a },
      profile: { keys: [keyRecord('k1', 'deploy')] },
    })
    await refresh()
    const opens: (() => void)[] = []
    a.before('listInstances', () => new Promise<void>((resolve) => void opens.push(resolve)))
    const slow = refresh()
    await expect.poll(() => a.calls.filter((call) => call === 'listKeys').length).toBe(2)
    a.keys.set('deploy', publicKeyOf(0))
    a.instances.set('vm-1', fakeInstance({ cloudId: 'vm-1', keyNames: ['deploy'] }))
    await instances.fresh('a/vm-1')
    for (const open of opens) open()
    await slow
    expect((await list()).instances[0]?.declared).toEqual([{ cloudName: 'deploy', keyId: 'k1' }])
  })

  it('that is gone from the cloud goes from the list', async () => {
    const a = cloudWith('vm-1', 'vm-2')
    const { refresh, instances, list } = setUp({ clouds: { a } })
    await refresh()
    a.instances.delete('vm-1')
    await expect(instances.fresh('a/vm-1')).rejects.toMatchObject({ code: 'instance-not-found' })
    expect((await list()).instances.map(({ id }) => id)).toEqual(['a/vm-2'])
  })
})
