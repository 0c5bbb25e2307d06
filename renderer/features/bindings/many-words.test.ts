import { describe, expect, it } from 'vitest'
import type { BindJob, BindPlan, PlannedTarget } from '../../../contract/bindings.js'
import { batchEnded, groupPlans, groupProblems, manyVerb, withoutPassword } from './many-words.js'

const target = (name: string, parts: Partial<BindPlan> = {}): PlannedTarget => ({
  instanceId: name,
  problem: null,
  plan: {
    id: name,
    action: 'bind',
    keyId: 'k1',
    instanceId: name,
    by: 'cloud',
    ways: ['cloud', 'ssh'],
    login: null,
    way: 'Reset SSH key',
    consequences: [`${name} stops for about a minute.`, `Password login to ${name} is switched off.`],
    warnings: [],
    steps: [],
    stopsInstance: true,
    replaces: [],
    verb: 'Stop and bind',
    lastWayIn: false,
    user: 'root',
    ...parts,
  },
})
const nameOf = (id: string) => id
const naming = { nameOf, labelOf: nameOf }

describe('what several plans say', () => {
  it('is said once where it is the same but for the names, and with the name where it is of one', () => {
    const other = target('web', { consequences: ['web stays stopped.'] })
    expect(groupPlans([target('web-1'), target('web-2'), other], naming)).toMatchObject([
      {
        names: ['web-1', 'web-2'],
        consequences: [
          'The instance stops for about a minute.',
          'Password login to the instance is switched off.',
        ],
        warnings: [],
      },
      { names: ['web'], consequences: ['web stays stopped.'], warnings: [] },
    ])
  })

  it('is said after all groups where it is the same for every instance', () => {
    const other = target('db', {
      consequences: ['db stays stopped.', 'Password login to db is switched off.'],
    })
    expect(groupPlans([target('web'), other], naming)).toMatchObject([
      { names: ['web'], consequences: ['web stops for about a minute.'], warnings: [] },
      { names: ['db'], consequences: ['db stays stopped.'], warnings: [] },
      { names: [], consequences: ['Password login to the instance is switched off.'], warnings: [] },
    ])
  })

  it('keeps apart instances that lose other keys', () => {
    const groups = groupPlans(
      [target('web', { replaces: ['old'] }), target('db', { replaces: ['older'] })],
      naming,
    )
    expect(groups.map(({ consequences }) => consequences.at(0))).toEqual([
      'Replaced: old.',
      'Replaced: older.',
      'The instance stops for about a minute.',
    ])
  })

  it('begins each sentence with a capital, also where several are said together', () => {
    const [group] = groupPlans(
      [
        target('a', { consequences: ['a is opened. a goes on.'] }),
        target('b', { consequences: ['b is opened. b goes on.'] }),
      ],
      naming,
    )
    expect(group?.consequences).toEqual(['The instance is opened. The instance goes on.'])
  })

  it('keeps a name that is only a part of a word', () => {
    const odd = target('x', { consequences: ['x-ray and xx go on; x.example too, x stops.'] })
    const two = groupPlans([odd, { ...odd, instanceId: 'x' }], naming)
    expect(two[0]?.consequences).toEqual([
      'x-ray and xx go on; the instance.example too, the instance stops.',
    ])
  })
})

it('tells instances of one name apart', () => {
  const of = (id: string, replaces: string[]) => ({ ...target('web', { replaces }), instanceId: id })
  const labelOf = (id: string) => `web (${id.slice(0, 1)})`
  const groups = groupPlans([of('a/1', ['old']), of('b/1', ['older'])], { nameOf: () => 'web', labelOf })
  expect(groups.map(({ ids, names }) => [ids, names])).toEqual([
    [['a/1'], ['web (a)']],
    [['b/1'], ['web (b)']],
    [[], []],
  ])
  expect(groups.at(-1)?.consequences[0]).toBe('The instance stops for about a minute.')
})

it('says once why nothing can be done to several', () => {
  const problem = (name: string) => ({
    instanceId: name,
    plan: null,
    problem: {
      code: 'cloud-failed' as const,
      message: `No way to ${name}.`,
      advice: 'Try SSH.',
      retryable: false,
    },
  })
  expect(groupProblems([problem('a'), target('c'), problem('b')], naming)).toMatchObject([
    { names: ['a', 'b'], consequences: ['No way to the instance. Try SSH.'] },
  ])
})

it('is titled by what has come of it once all have ended', () => {
  const job = (outcome: 'proven' | 'failed' | 'removed', action: 'bind' | 'unbind' = 'bind') =>
    ({ action, steps: [], result: { outcome } }) as unknown as BindJob
  expect(batchEnded([job('proven'), job('failed')], 1, 'deploy')).toBe('Bound deploy to 1 of 3 instances')
  expect(batchEnded([job('removed', 'unbind')], 0, 'deploy')).toBe('Unbound deploy from 1 instance')
})

it('leaves what needs a password as it is while none is typed', () => {
  const byPassword = target('db', { by: 'ssh', login: { kind: 'password' } })
  const withKey = target('web', { by: 'ssh', login: { kind: 'key', keyId: 'k2' } })
  const [left, same] = [byPassword, withKey].map(withoutPassword)
  expect(left).toMatchObject({ plan: null, problem: { message: expect.stringContaining('none is typed') } })
  expect(same).toBe(withKey)
})

it('has the verb say what is stopped', () => {
  const [stops, stays] = [{ stopsInstance: true }, { stopsInstance: false }]
  expect(manyVerb('bind', [stops, stays, stops])).toBe('Stop 2 and bind 3 instances')
  expect(manyVerb('bind', [stops, stops])).toBe('Stop and bind 2 instances')
  expect(manyVerb('unbind', [stops, stays])).toBe('Stop 1 and unbind 2 instances')
  expect(manyVerb('unbind', [{ stopsInstance: false }])).toBe('Unbind 1 instance')
})
