import { expect, it } from 'vitest'
import { type BindingsLab, bindingsLab, follow } from '../../../test/helpers/bindings-lab.js'
import { LatchkeyError } from '../lib/error.js'

/** The lab with its key declared for `web-1` by the cloud alone: Connect was not bound to it. */
async function labDeclared(): Promise<BindingsLab> {
  const lab = await bindingsLab({ keyNames: ['deploy', 'old'] })
  lab.cloud.keys.set('deploy', lab.key.publicKey)
  return lab
}

async function unbind({ bindings, input }: BindingsLab) {
  const wanted = { action: 'unbind' as const, keyId: input.keyId, instanceIds: [input.instanceId] }
  const [target] = await bindings.planMany(wanted, {})
  const id = target?.plan?.id ?? ''
  await bindings.runMany({ planIds: [id] }, {})
  return (await follow({ bindings }, id)).at(-1)
}

const unboundFrom = ({ key, input }: BindingsLab) => ({
  event: 'key-unbound',
  key: { id: key.id, name: 'deploy', fingerprint: key.fingerprint },
  instanceId: input.instanceId,
})

const noAnswer = new LatchkeyError('cloud-unreachable', 'No answer.')

it('is noted for the activity record, also where Connect did not use that key', async () => {
  const lab = await labDeclared()
  expect((await unbind(lab))?.result).toMatchObject({ outcome: 'removed' })
  expect(lab.profile.read().bindings).toEqual([])
  expect(lab.noted).toEqual([unboundFrom(lab)])
})

it('is noted though the answer of the cloud was lost', async () => {
  const lab = await labDeclared()
  lab.cloud.failNext('removeKeys', noAnswer, { applied: true })
  expect((await unbind(lab))?.result).toMatchObject({ outcome: 'failed' })
  expect(lab.noted).toEqual([unboundFrom(lab)])
})

it('is not noted where the cloud did not do it', async () => {
  const lab = await labDeclared()
  lab.cloud.failNext('removeKeys', noAnswer)
  expect((await unbind(lab))?.result).toMatchObject({ outcome: 'failed', instanceLeft: 'running' })
  expect(lab.noted).toEqual([])
})

it.each([
  ['heard', false],
  ['lost', true],
])('is noted once where the answer was %s and only a restart starts the instance', async (_answer, lost) => {
  const lab = await labDeclared()
  if (lost) lab.cloud.failNext('removeKeys', noAnswer, { applied: true })
  for (let tries = 0; tries < 4; tries += 1) lab.cloud.failNext('start', noAnswer)
  const job = await unbind(lab)
  expect(job?.result).toMatchObject({ outcome: 'failed', instanceLeft: 'stopped' })
  while (lab.machine()?.state !== 'running')
    await lab.bindings.settle({ id: job?.id ?? '', action: 'restart' }, {}).catch(() => undefined)
  expect(lab.noted).toEqual([unboundFrom(lab)])
})

it('is noted by the restart where the program ended before it heard of it', async () => {
  const lab = await labDeclared()
  const removed = new Promise<string>((resolve) => {
    lab.cloud.before('removeKeys', () => {
      const [entry] = lab.profile.read().bindingJournal
      const machine = lab.machine()
      if (machine) lab.cloud.instances.set('vm-1', { ...machine, keyNames: ['old'] })
      resolve(entry?.id ?? '')
      return new Promise(() => undefined)
    })
  })
  void unbind(lab)
  const id = await removed
  expect(lab.noted).toEqual([])
  await lab.start().bindings.settle({ id, action: 'restart' }, {})
  expect(lab.noted).toEqual([unboundFrom(lab)])
})

it('by the cloud is refused before anything is stopped where no other key pair is proven, until the name is typed', async () => {
  const lab = await labDeclared()
  lab.left.way = 'not-proven'
  const plan = async () => {
    const wanted = { action: 'unbind' as const, keyId: lab.input.keyId, instanceIds: [lab.input.instanceId] }
    return (await lab.bindings.planMany(wanted, {}))[0]?.plan ?? undefined
  }
  const refused = await plan()
  expect(refused).toMatchObject({ lastWayIn: true })
  expect(refused?.warnings.join(' ')).toContain('No other key pair is proven to open web-1.')
  const [started] = await lab.bindings.runMany({ planIds: [refused?.id ?? ''] }, {})
  expect(started).toMatchObject({ job: null, problem: { code: 'key-last-way-in' } })
  const again = await plan()
  await expect(lab.bindings.run({ planId: again?.id ?? '', typedName: 'web' }, {})).rejects.toMatchObject({
    code: 'key-last-way-in',
  })
  expect(lab.acts()).toEqual([])

  const id = (await plan())?.id ?? ''
  await lab.bindings.runMany({ planIds: [id], typedNames: { [id]: 'web-1' } }, {})
  expect((await follow(lab, id)).at(-1)?.result).toMatchObject({ outcome: 'removed' })
})
