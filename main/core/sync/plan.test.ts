import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CloudKeyEntry } from '../clouds/cloud.js'
import { isKey } from './held-keys.js'
import { isWork, type PlanAccount, type PlanKey, type PlannedStep, planSync } from './plan.js'

const key = (id: string, name = id, type: PlanKey['type'] = 'rsa'): PlanKey => ({
  ...{ id, name, type },
  ...{ blob: `blob-${id}`, md5: `md5-${id}` },
})

/** As it is listed; `byMd5` where the cloud doesn't give the key itself. */
const entry = (of: string, name = of, parts: Partial<CloudKeyEntry> = {}): CloudKeyEntry => ({
  ...{ name, region: null, cloudKeyId: null, description: null },
  ...{ blob: `blob-${of}`, fingerprintMd5: `md5-${of}` },
  ...parts,
})

const account = (
  parts: Partial<PlanAccount> & { held?: CloudKeyEntry[]; wants?: string[] },
): PlanAccount => ({
  id: 'a',
  keys: parts.held ?? [],
  regions: null,
  renames: true,
  accepts: ['ed25519', 'rsa', 'ecdsa'],
  keyName: (wanted) => wanted.replaceAll(',', '-'),
  wanted: new Set(parts.wants),
  ...parts,
})

const told = (steps: PlannedStep[]) =>
  steps.map(({ kind, keyId, cloudName }) => `${kind} ${keyId} ${cloudName}`)
const plain = { rename: false, remove: false }
const both = { rename: true, remove: true }
const plan = (one: PlanAccount, keys: PlanKey[], options = plain) => told(planSync([one], keys, options))

describe('a plan', () => {
  it('pushes what is missing under the name that the cloud takes, and leaves what is there under any name', () => {
    const keys = [key('k1', 'web,prod'), key('k2')]
    const held = [entry('k2', 'from-2024', { blob: null })]
    expect(plan(account({ held, wants: ['k1', 'k2'] }), keys)).toEqual([
      'push k1 web-prod',
      'nothing k2 from-2024',
    ])
  })

  it('finds a free name where another key has it, also in other capitals and for two of its own', () => {
    const keys = [key('k1', 'deploy'), key('k2', 'a,b'), key('k3', 'a-b')]
    const held = [entry('foreign', 'Deploy')]
    expect(plan(account({ held, wants: ['k1', 'k2', 'k3'] }), keys)).toEqual([
      'push k1 deploy-2',
      'push k2 a-b',
      'push k3 a-b-2',
    ])
    const short = account({ held: [entry('foreign', 'x'.repeat(20))], wants: ['k1'] })
    const cut = { ...short, keyName: (wanted: string) => wanted.slice(0, 20) }
    expect(plan(cut, [key('k1', 'x'.repeat(30))])).toEqual([`push k1 ${'x'.repeat(15)}-2`])
  })

  it('renames only where it was asked to, and never onto the name of another key', () => {
    const keys = [key('k1', 'one'), key('k2', 'two')]
    const held = [entry('k1', 'old'), entry('k2', 'second'), entry('foreign', 'two')]
    const wants = ['k1', 'k2']
    expect(plan(account({ held, wants }), keys)).toEqual(['nothing k1 old', 'nothing k2 second'])
    expect(plan(account({ held, wants }), keys, both)).toEqual(['rename k1 one', 'nothing k2 second'])
    expect(plan(account({ held, wants, renames: false }), keys, both)).toEqual([
      'nothing k1 old',
      'nothing k2 second',
    ])
  })

  it('has whoever gives up a name go before whoever waits for it, and leaves a ring alone', () => {
    const keys = [key('k1', 'b'), key('k2', 'c'), key('k3', 'x'), key('k4', 'y'), key('k5', 'd')]
    const held = [entry('k1', 'a'), entry('k2', 'b'), entry('k3', 'y'), entry('k4', 'x'), entry('gone', 'd')]
    const wants = ['k1', 'k2', 'k3', 'k4', 'k5']
    expect(plan(account({ held, wants }), [...keys, key('gone')], both)).toEqual([
      'remove gone d',
      'rename k2 c',
      'rename k1 b',
      'nothing k3 y',
      'nothing k4 x',
      'push k5 d',
    ])
  })

  it('removes a key pair of the vault that no rule wants, from every place, and never another key', () => {
    const held = [
      entry('k1', 'one', { region: 'r1' }),
      entry('k1', 'uno', { region: 'r2' }),
      entry('foreign', 'k1'),
    ]
    const one = account({ held, regions: ['r1', 'r2'] })
    expect(plan(one, [key('k1')])).toEqual([])
    const steps = planSync([one], [key('k1')], both)
    expect(steps.map(({ key }) => key)).toEqual([
      { name: 'one', region: 'r1', cloudKeyId: null },
      { name: 'uno', region: 'r2', cloudKeyId: null },
    ])
    expect(new Set(steps.map(({ id }) => id)).size).toBe(2)
  })

  it('fills the regions that lack a key, under its name there unless another key has that somewhere', () => {
    const keys = [key('k1'), key('k2')]
    const held = [
      entry('k1', 'mine', { region: 'r1' }),
      entry('k2', 'taken', { region: 'r1' }),
      entry('foreign', 'taken', { region: 'r2' }),
    ]
    expect(plan(account({ held, regions: ['r1', 'r2'], wants: ['k1', 'k2'] }), keys)).toEqual([
      'push k1 mine',
      'push k2 k2',
    ])
  })

  it('does not try what the cloud does not take, but knows it where it is there', () => {
    const keys = [key('k1', 'new', 'ed25519'), key('k2', 'old', 'ed25519')]
    const one = account({ held: [entry('k2', 'old')], wants: ['k1', 'k2'], accepts: ['rsa'] })
    expect(plan(one, keys)).toEqual(['not-taken k1 new', 'nothing k2 old'])
  })
})

/* Any state: few names, so that they clash, in capitals and not; keys of the vault and foreign ones. */

const names = fc.constantFrom('a', 'b', 'B', 'c', 'a-2', 'b,c', 'b-c', 'x'.repeat(30))
const keyIds = ['k1', 'k2', 'k3', 'k4', 'k5']
const vault = fc
  .tuple(...keyIds.map((id) => fc.record({ id: fc.constant(id), name: names, ed: fc.boolean() })))
  .map((all) => all.map(({ id, name, ed }) => key(id, name, ed ? 'ed25519' : 'rsa')))

const anyEntry = (regions: string[] | null) =>
  fc
    .tuple(
      fc.constantFrom(...keyIds, 'foreign', 'stranger'),
      names,
      regions === null ? fc.constant(null) : fc.constantFrom(...regions),
      fc.boolean(),
    )
    .map(([of, name, region, byMd5]) =>
      entry(of, name.slice(0, 20), { region, ...(byMd5 && { blob: null }) }),
    )

/** Names are one's own in each region, without regard to capitals, as the database of a cloud keeps them. */
const sameName = (one: CloudKeyEntry) => JSON.stringify([one.region, one.name.toLowerCase()])

const anyAccount = (id: string) =>
  fc.constantFrom<string[] | null>(null, ['r1'], ['r1', 'r2', 'r3']).chain((regions) =>
    fc.record({
      id: fc.constant(id),
      keys: fc.uniqueArray(anyEntry(regions), { maxLength: 12, selector: sameName }),
      regions: fc.constant(regions),
      renames: fc.boolean(),
      accepts: fc.constantFrom<PlanKey['type'][]>(['rsa'], ['rsa', 'ed25519']),
      wanted: fc.subarray(keyIds).map((ids) => new Set(ids)),
      keyName: fc.constant((wanted: string) => wanted.replaceAll(',', '-').slice(0, 20)),
    }),
  )

const situation = fc.record({
  keys: vault,
  accounts: fc.tuple(anyAccount('a'), anyAccount('b')),
  options: fc.record({ rename: fc.boolean(), remove: fc.boolean() }),
})

/** What a cloud makes of one step; throws where it would refuse it. */
function applied(
  held: readonly CloudKeyEntry[],
  step: PlannedStep,
  { regions }: PlanAccount,
): CloudKeyEntry[] {
  const of = step.keyId
  const isMeant = (one: CloudKeyEntry) => one.name === step.key?.name && one.region === step.key?.region
  const refuse = (others: CloudKeyEntry[]) => {
    const taken = others.find((one) => one.name.toLowerCase() === step.cloudName.toLowerCase())
    if (taken !== undefined && !isKey(key(of), taken)) throw new Error(`The name ${step.cloudName} is taken.`)
  }
  if (step.kind === 'remove') {
    const left = held.filter((one) => !isMeant(one))
    if (left.length !== held.length - 1) throw new Error(`There is no ${step.cloudName}.`)
    return left
  }
  if (step.kind === 'rename') {
    refuse(held.filter((one) => !isMeant(one)))
    return held.map((one) => (isMeant(one) ? { ...one, name: step.cloudName } : one))
  }
  if (step.kind !== 'push') return [...held]
  refuse([...held])
  const lacking = (regions ?? [null]).filter(
    (region) => !held.some((one) => one.region === region && one.name === step.cloudName),
  )
  return [...held, ...lacking.map((region) => entry(of, step.cloudName, { region }))]
}

/** The accounts after the steps, each account's in their order; accounts in the order given. */
function carriedOut(
  accounts: readonly PlanAccount[],
  steps: PlannedStep[],
  order: readonly string[],
): PlanAccount[] {
  const held = new Map(accounts.map((one) => [one.id, one.keys]))
  for (const id of order)
    for (const step of steps.filter(({ accountId }) => accountId === id)) {
      const one = accounts.find((known) => known.id === id)
      if (one !== undefined) held.set(id, applied(held.get(id) ?? [], step, one))
    }
  return accounts.map((one) => ({ ...one, keys: held.get(one.id) ?? [] }))
}

describe('in any state', () => {
  it('a plan that was carried out leaves nothing to do, whatever the order of the accounts', () => {
    fc.assert(
      fc.property(situation, ({ keys, accounts, options }) => {
        const steps = planSync(accounts, keys, options)
        const forth = carriedOut(accounts, steps, ['a', 'b'])
        expect(carriedOut(accounts, steps, ['b', 'a'])).toEqual(forth)
        expect(planSync(forth, keys, options).filter(isWork)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('a plan that was cut off anywhere, and made anew, ends in nothing to do', () => {
    fc.assert(
      fc.property(situation, fc.nat(30), ({ keys, accounts, options }, cut) => {
        const some = carriedOut(accounts, planSync(accounts, keys, options).slice(0, cut), ['a', 'b'])
        const whole = carriedOut(some, planSync(some, keys, options), ['a', 'b'])
        expect(planSync(whole, keys, options).filter(isWork)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('nothing goes that the user did not ask to go, and no key that the vault does not know is touched', () => {
    fc.assert(
      fc.property(situation, ({ keys, accounts, options }) => {
        const result = carriedOut(accounts, planSync(accounts, keys, options), ['a', 'b'])
        for (const [at, { keys: before, wanted }] of accounts.entries())
          for (const held of before) {
            const owner = keys.find((one) => isKey(one, held))
            const stays = result[at]?.keys.some((now) => now.region === held.region && isSame(now, held))
            const same = result[at]?.keys.includes(held)
            if (owner === undefined || !options.rename) expect(same || mayGo(owner)).toBe(true)
            expect(stays || mayGo(owner)).toBe(true)
            function mayGo(one: PlanKey | undefined): boolean {
              return options.remove && one !== undefined && !wanted.has(one.id)
            }
          }
      }),
      { numRuns: 500 },
    )
  })

  it('every wanted key of a type that is taken is everywhere afterwards', () => {
    fc.assert(
      fc.property(situation, ({ keys, accounts, options }) => {
        for (const one of carriedOut(accounts, planSync(accounts, keys, options), ['a', 'b']))
          for (const each of keys)
            if (one.wanted.has(each.id) && one.accepts.includes(each.type))
              for (const region of one.regions ?? [null])
                expect(one.keys.some((held) => held.region === region && isKey(each, held))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

const isSame = (one: CloudKeyEntry, other: CloudKeyEntry) => one.fingerprintMd5 === other.fingerprintMd5
