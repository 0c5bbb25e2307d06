import { describe, expect, it } from 'vitest'
import type { BindStepName } from '../../../contract/bindings.js'
import {
  begin,
  bind,
  bindingsLab,
  follow,
  remembered,
  stepStates,
} from '../../../test/helpers/bindings-lab.js'
import { type FakeOperation, fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { LatchkeyError } from '../lib/error.js'

const refused = (user: string) =>
  new LatchkeyError('ssh-auth-refused', `The server refused the key for ${user}.`)

describe('a bind', () => {
  it('stops, sets the key, starts, logs in, and is remembered as proven', async () => {
    const lab = await bindingsLab()
    const job = await bind(lab)
    expect(job.result).toEqual({
      outcome: 'proven',
      message: 'deploy opens web-1 as debian.',
      instanceLeft: 'running',
    })
    expect(stepStates(job)).toEqual([
      'push done',
      'stop done',
      'reset done',
      'start done',
      'wait done',
      'prove done',
    ])
    expect(lab.acts()).toEqual(['importKey deploy', 'stop vm-1', 'setKeys vm-1', 'start vm-1'])
    expect(lab.machine()).toMatchObject({ state: 'running', keyNames: ['deploy'] })
    expect(remembered(lab)).toEqual([{ keyId: lab.key.id, user: 'debian', proofs: 1 }])
    expect(lab.keys.record(lab.key.id).lastUsedAt).toBe(lab.profile.read().bindings[0]?.proofs[0]?.at)
    expect((await lab.instances.fresh('acc/vm-1')).instance).toMatchObject({
      boundKeyId: lab.key.id,
      user: 'debian',
    })
    expect(lab.profile.read().bindingJournal).toEqual([])
  })

  it('uses the name that the account has the key under', async () => {
    const lab = await bindingsLab()
    lab.cloud.keys.set('another-name', lab.key.publicKey)
    await bind(lab)
    expect(lab.machine()?.keyNames).toEqual(['another-name'])
  })

  it('tries the guesses where a user is refused, and remembers the one that worked', async () => {
    const lab = await bindingsLab({}, (user) => (user === 'root' ? 'yes' : refused(user)))
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'proven', message: 'deploy opens web-1 as root.' })
    expect(lab.doors).toEqual(['debian', 'debian', 'root'])
    expect(remembered(lab)).toMatchObject([{ user: 'root' }])
  })

  it('tries the user that was proven on this instance first the next time, also after a restart', async () => {
    const lab = await bindingsLab({}, (user) => (user === 'root' ? 'yes' : refused(user)))
    lab.cloud.instances.set('vm-2', fakeInstance({ cloudId: 'vm-2', name: 'web-2' }))
    await bind(lab)
    lab.doors.length = 0
    const again = { ...lab, ...lab.start() }
    expect((await bind(again)).result).toMatchObject({ outcome: 'proven' })
    expect(lab.doors).toEqual(['root'])
    const users = async (id: string) => {
      const { user, userGuesses } = (await again.instances.fresh(id)).instance
      return [user, ...userGuesses]
    }
    expect(await users('acc/vm-1')).toEqual(['root', 'debian'])
    expect(await users('acc/vm-2')).toEqual(['debian', 'root'])
  })

  it('tries a user that was proven before the guesses where another was asked for in vain', async () => {
    const lab = await bindingsLab({}, (user) => (user === 'admin' ? 'yes' : refused(user)))
    const bindAs = async (user: string) => {
      const plan = await lab.bindings.plan({ ...lab.input, user }, {})
      await follow(lab, (await lab.bindings.run({ planId: plan.id }, {})).id)
      return lab.doors.splice(0)
    }
    await bindAs('admin')
    expect(await bindAs('ada')).toEqual(['ada', 'ada', 'admin'])
  })

  it('puts proofs of the keys that it replaced out of date, unless the guest took no notice of it', async () => {
    let guest: 'takes it' | 'refuses it' = 'takes it'
    const lab = await bindingsLab({ userGuesses: ['debian'] }, (user) =>
      guest === 'takes it' ? 'yes' : refused(user),
    )
    await bind(lab)
    const next = await lab.keys.generate({ name: 'next', spec: { type: 'ed25519' } }, {})
    const outdated = async () => {
      const { instance } = await lab.instances.fresh('acc/vm-1')
      return instance.proven.map(({ keyId, outdatedAt }) => [keyId, outdatedAt !== undefined])
    }
    guest = 'refuses it'
    await bind({ ...lab, input: { ...lab.input, keyId: next.id } })
    expect(await outdated()).toEqual([[lab.key.id, false]])
    const web = lab.machine()
    if (web) lab.cloud.instances.set('vm-1', { ...web, keyNames: ['deploy'] })
    guest = 'takes it'
    await bind({ ...lab, input: { ...lab.input, keyId: next.id } })
    expect(await outdated()).toEqual([
      [next.id, false],
      [lab.key.id, true],
    ])
  })

  it('tries the user that was asked for first', async () => {
    const lab = await bindingsLab()
    const plan = await lab.bindings.plan({ ...lab.input, user: 'ada' }, {})
    await follow(lab, (await lab.bindings.run({ planId: plan.id }, {})).id)
    expect(lab.doors).toEqual(['ada'])
  })

  it('gives a guest that answers early a moment to put the key in place', async () => {
    let tries = 0
    const lab = await bindingsLab({ userGuesses: ['debian'] }, (user) =>
      ++tries < 3 ? refused(user) : 'yes',
    )
    expect((await bind(lab)).result).toMatchObject({ outcome: 'proven' })
    expect(lab.doors).toHaveLength(3)
  })

  it('is found among the jobs while it runs and after its end', async () => {
    const lab = await bindingsLab()
    expect(await lab.bindings.jobs(undefined, {})).toEqual([])
    const { id } = await begin(lab)
    expect(await lab.bindings.jobs(undefined, {})).toMatchObject([{ id, user: 'debian', result: null }])
    await follow(lab, id)
    expect(await lab.bindings.jobs(undefined, {})).toMatchObject([{ id, result: { outcome: 'proven' } }])
  })

  it('shows every change to every watcher, and the end to those who come late', async () => {
    const lab = await bindingsLab()
    const { id } = await begin(lab)
    const [one, two] = await Promise.all([follow(lab, id), follow(lab, id)])
    expect(one.at(-1)).toEqual(two.at(-1))
    expect(one.length).toBeGreaterThan(3)
    expect(await follow(lab, id)).toEqual([one.at(-1)])
  })

  it('of a stopped instance sets the key, leaves it stopped and remembers it unproven', async () => {
    const lab = await bindingsLab({ state: 'stopped', cloudState: 'Stopped' })
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'not-proven', instanceLeft: 'stopped' })
    expect(job.result?.message).toContain('at its next start')
    expect(lab.acts()).toEqual(['importKey deploy', 'setKeys vm-1'])
    expect(remembered(lab)).toEqual([{ keyId: lab.key.id, user: 'debian', proofs: 0 }])
    expect(lab.profile.read().bindingJournal).toEqual([])
  })
})

const failing: [BindStepName, FakeOperation][] = [
  ['push', 'importKey'],
  ['stop', 'stop'],
  ['reset', 'setKeys'],
  ['start', 'start'],
]

describe('a cloud that fails', () => {
  it.each(failing)('at %s: the instance runs afterwards, and the reason is told', async (step, operation) => {
    const lab = await bindingsLab()
    lab.cloud.failNext(
      operation,
      new LatchkeyError('cloud-failed', 'The cloud is out of order.', { advice: 'Ask it.' }),
    )
    const job = await bind(lab)
    expect(job.result).toMatchObject({
      outcome: 'failed',
      instanceLeft: 'running',
      problem: { code: 'cloud-failed' },
    })
    expect(job.result?.message).toContain('The cloud is out of order.')
    expect(lab.machine()?.state).toBe('running')
    expect(lab.profile.read().bindingJournal).toEqual([])
    const reset = step === 'start'
    expect(remembered(lab)).toEqual(reset ? [{ keyId: lab.key.id, user: 'debian', proofs: 0 }] : [])
    if (step !== 'start') expect(stepStates(job)).toContain(`${step} failed`)
  })

  it('after it has stopped the instance: it is started again', async () => {
    const lab = await bindingsLab()
    lab.cloud.failNext('stop', new LatchkeyError('cloud-unreachable', 'No answer.'), { applied: true })
    expect((await bind(lab)).result).toMatchObject({ outcome: 'failed', instanceLeft: 'running' })
    expect(lab.machine()?.state).toBe('running')
  })

  it('after it has set the key: the key counts as bound, since it may be the only one that works', async () => {
    const lab = await bindingsLab()
    lab.cloud.failNext('setKeys', new LatchkeyError('cloud-unreachable', 'No answer.'), { applied: true })
    const { result } = await bind(lab)
    expect(result).toMatchObject({ outcome: 'failed', instanceLeft: 'running' })
    expect(result?.message).toBe(
      'No answer. web-1 was started again with deploy set; no login has shown yet that it works.',
    )
    expect(remembered(lab)).toEqual([{ keyId: lab.key.id, user: 'debian', proofs: 0 }])
  })

  it('at setting the key and then says nothing more: Latchkey claims nothing', async () => {
    const lab = await bindingsLab({ state: 'stopped', cloudState: 'Stopped' })
    const silent = new LatchkeyError('cloud-unreachable', 'No answer.')
    lab.cloud.before('setKeys', () => {
      lab.cloud.failNext('getInstance', silent)
      throw silent
    })
    const { result } = await bind(lab)
    expect(result).toMatchObject({
      outcome: 'failed',
      message: 'No answer. Whether deploy is set for web-1 is not known.',
      instanceLeft: 'unknown',
    })
  })

  it('and never starts it again: it is listed as interrupted, and Restart starts it', async () => {
    const lab = await bindingsLab()
    for (let tries = 0; tries < 4; tries += 1)
      lab.cloud.failNext('start', new LatchkeyError('cloud-quota', 'No capacity.'))
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'failed', instanceLeft: 'stopped' })
    expect(job.result?.message).toContain('web-1 could not be started again.')
    expect(job.result?.advice).toContain('No capacity.')
    expect(await lab.bindings.interrupted(undefined, {})).toMatchObject([{ id: job.id, mayBeStopped: true }])
    await lab.bindings.settle({ id: job.id, action: 'restart' }, {})
    expect(lab.machine()?.state).toBe('running')
    expect(await lab.bindings.interrupted(undefined, {})).toEqual([])
  })

  it('with an error that nobody foresaw: the instance runs, and the log has the incident', async () => {
    const lab = await bindingsLab()
    lab.cloud.failNext('setKeys', new TypeError('boom'))
    const { result } = await bind(lab)
    expect(result).toMatchObject({
      outcome: 'failed',
      instanceLeft: 'running',
      problem: { code: 'internal' },
    })
    expect(JSON.stringify(lab.log.lines)).toContain(result?.problem?.incident ?? 'no incident')
  })
})
