import { describe, expect, it } from 'vitest'
import type { BindStepName } from '../../../contract/bindings.js'
import { begin, bind, bindingsLab, follow, remembered } from '../../../test/helpers/bindings-lab.js'
import type { FakeOperation } from '../../../test/helpers/fake-cloud.js'

describe('cancelling', () => {
  const steps: [BindStepName, FakeOperation, string[], boolean][] = [
    ['push', 'importKey', ['importKey deploy'], false],
    ['stop', 'stop', ['importKey deploy', 'stop vm-1', 'start vm-1'], false],
    ['reset', 'setKeys', ['importKey deploy', 'stop vm-1', 'setKeys vm-1', 'start vm-1'], true],
    ['start', 'start', ['importKey deploy', 'stop vm-1', 'setKeys vm-1', 'start vm-1'], true],
  ]
  it.each(steps)(
    'during %s lets it end, then leaves the instance running',
    async (_step, operation, acts, reset) => {
      const lab = await bindingsLab()
      let id = ''
      lab.cloud.before(operation, async () => {
        await lab.bindings.cancel({ id }, {})
        await lab.bindings.cancel({ id }, {})
      })
      const plan = await lab.bindings.plan(lab.input, {})
      id = plan.id
      await lab.bindings.run({ planId: plan.id }, {})
      const jobs = await follow(lab, id)
      const job = jobs.at(-1)
      expect(jobs.some(({ cancelling, result }) => cancelling && result === null)).toBe(true)
      expect(job?.result).toMatchObject({ outcome: 'cancelled', instanceLeft: 'running' })
      expect(job?.result?.message).toMatch(/^Cancelled\. /)
      expect(lab.acts()).toEqual(acts)
      expect(lab.machine()?.state).toBe('running')
      expect(lab.doors).toEqual([])
      expect(remembered(lab)).toHaveLength(reset ? 1 : 0)
      expect(lab.profile.read().bindingJournal).toEqual([])
    },
  )

  it('while it waits for an answer ends at once', async () => {
    const lab = await bindingsLab()
    await lab.silence()
    const { id } = await begin(lab)
    for await (const job of await lab.bindings.watch({ id }, {}))
      if (job.steps.some(({ name, state }) => name === 'wait' && state === 'running'))
        await lab.bindings.cancel({ id }, {})
    const [job] = await follow(lab, id)
    expect(job?.result).toMatchObject({ outcome: 'cancelled', instanceLeft: 'running' })
    expect(remembered(lab)).toMatchObject([{ keyId: lab.key.id, proofs: 0 }])
  })

  it('what has ended changes nothing, and what never was is an error', async () => {
    const lab = await bindingsLab()
    const { id } = await bind(lab)
    await lab.bindings.cancel({ id }, {})
    expect((await follow(lab, id)).at(-1)).toMatchObject({ cancelling: false, result: { outcome: 'proven' } })
    await expect(lab.bindings.cancel({ id: 'none' }, {})).rejects.toMatchObject({ code: 'binding-not-found' })
    await expect(lab.bindings.watch({ id: 'none' }, {})).rejects.toMatchObject({ code: 'binding-not-found' })
  })
})

describe('two at a time', () => {
  it('are refused for one instance, even when both are begun at once', async () => {
    const lab = await bindingsLab()
    const plans = await Promise.all([lab.bindings.plan(lab.input, {}), lab.bindings.plan(lab.input, {})])
    const both = await Promise.allSettled(plans.map(({ id }) => lab.bindings.run({ planId: id }, {})))
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(both[1]).toMatchObject({ reason: { code: 'binding-running' } })
    await follow(lab, plans[0].id)
    expect(lab.acts().filter((call) => call === 'stop vm-1')).toHaveLength(1)
  })
})
