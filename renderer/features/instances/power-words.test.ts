import { describe, expect, it } from 'vitest'
import { batchTitle, whatPowerDoesToMany, whatStoppingDoes } from './power-words.js'

it('names the open terminals that end, where there are any', () => {
  expect(whatStoppingDoes('web-1', 0)).toHaveLength(2)
  expect(whatStoppingDoes('web-1', 1)[1]).toBe('The open terminal on it ends.')
  expect(whatStoppingDoes('web-1', 2)[1]).toBe('The 2 open terminals on it end.')
})

describe('of several', () => {
  it('names those that are stopped, and those that are left as they are', () => {
    const told = whatPowerDoesToMany('stopped', {
      names: ['web-1', 'web-2'],
      others: ['cache-1'],
      terminals: 2,
    })
    expect(told[0]).toMatch(/^Everything that runs on them is interrupted.*: web-1, web-2\.$/)
    expect(told[1]).toBe('The 2 open terminals on them end.')
    expect(told.at(-1)).toBe('Left as it is, since only what runs can be stopped: cache-1.')
  })

  it('interrupts nothing where they are started', () => {
    const told = whatPowerDoesToMany('running', { names: ['cache-1'], others: [], terminals: 0 })
    expect(told[0]).toBe('To be started: cache-1.')
    expect(told.join(' ')).not.toMatch(/interrupted|terminal|Left/)
  })

  it('counts those that came to it when all have ended', () => {
    const problem = { code: 'cloud-busy', message: 'Busy.', retryable: true } as const
    expect(batchTitle('stopped', [{ progress: 'done' }, { progress: 'running' }])).toBe(
      'Stopping 2 instances',
    )
    expect(batchTitle('stopped', [{ progress: 'done' }, { progress: problem }])).toBe(
      'Stopped 1 of 2 instances',
    )
    expect(batchTitle('running', [{ progress: 'done' }])).toBe('Started 1 instance')
  })
})
