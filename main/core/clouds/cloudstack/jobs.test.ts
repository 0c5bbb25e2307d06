import { describe, expect, it } from 'vitest'
import { scriptedClient } from '../../../../test/helpers/cloudstack-client.js'
import { testClock } from '../../../../test/helpers/memory-profile.js'
import { finishJob } from './jobs.js'

/** Answers one state after the other, the last one for ever. */
function cloudWith(...states: object[]) {
  let asked = 0
  const client = scriptedClient(() => states[Math.min(asked++, states.length - 1)])
  const clock = testClock()
  return {
    client,
    clock,
    finish: (signal?: AbortSignal) => finishJob(client, clock, 'startIt', 'j1', signal),
  }
}

const pending = { jobstatus: 0 }

describe('finishJob', () => {
  it('asks at growing intervals until the job is done', async () => {
    const { finish, client, clock } = cloudWith(...Array(12).fill(pending), {
      jobstatus: 1,
      jobresult: { virtualmachine: {} },
    })
    await finish()
    expect(client.calls).toHaveLength(13)
    expect(client.calls[0]).toEqual({ command: 'queryAsyncJobResult', params: { jobid: 'j1' } })
    expect(clock.sleeps[0]).toBe(300)
    expect(clock.sleeps).toEqual([...clock.sleeps].sort((a, b) => a - b))
    expect(clock.sleeps.at(-1)).toBe(5000)
  })

  it.each([
    {
      what: 'of today',
      state: {
        jobstatus: 2,
        jobresultcode: 431,
        jobresult: { errorcode: 431, errortext: 'Vm should be stopped to do SSH Key reset' },
      },
    },
    {
      what: 'of old releases',
      state: {
        jobstatus: 2,
        jobresultcode: 530,
        jobresult: { errorcode: 530, errortext: 'Vm should be stopped to do SSH Key reset' },
      },
    },
  ])('tells why a job failed, as clouds $what put it', async ({ state }) => {
    await expect(cloudWith(pending, state).finish()).rejects.toMatchObject({
      code: 'cloud-instance-not-stopped',
    })
  })

  it('survives a failed job whose result is only a text', async () => {
    const state = { jobstatus: 2, jobresultcode: 530, jobresult: 'broken' }
    await expect(cloudWith(state).finish()).rejects.toMatchObject({ code: 'cloud-failed' })
  })

  it('does not wait for ever', async () => {
    await expect(cloudWith(pending).finish()).rejects.toMatchObject({
      code: 'cloud-busy',
      message: expect.stringContaining('20 minutes'),
    })
  })

  it('can be cancelled between two questions', async () => {
    const cancel = new AbortController()
    const { finish, client } = cloudWith(pending)
    cancel.abort()
    await expect(finish(cancel.signal)).rejects.toMatchObject({ code: 'cancelled' })
    expect(client.calls).toHaveLength(1)
  })
})
