import { expect, it } from 'vitest'
import type { Account } from '../../../contract/accounts.js'
import { createFakeCloud } from '../../../test/helpers/fake-cloud.js'
import { testClock } from '../../../test/helpers/memory-profile.js'
import { LatchkeyError } from '../lib/error.js'
import { observedCloud } from './observed-cloud.js'

it('says of an account that is reached which of its regions are not, until they are', async () => {
  const dead = new Map([
    ['Mumbai', new LatchkeyError('cloud-unreachable', 'Nobody there.')],
    ['Oslo', new LatchkeyError('cloud-tls', 'No safe connection.')],
  ])
  const cloud = createFakeCloud()
  cloud.listInstances = async (_signal, lost) => {
    for (const [region, error] of dead) lost?.(region, error)
    return []
  }
  let contact: Account['lastContact'] = null
  const observed = observedCloud(cloud, 'a1', testClock(), (now) => (contact = now))
  const heard: string[] = []
  await observed.listInstances(undefined, (region) => heard.push(region))
  await observed.listKeys(undefined, () => undefined) // keys are not a region's own here
  expect(contact).toMatchObject({
    ok: true,
    problem: { code: 'cloud-unreachable', message: 'Mumbai: Nobody there. Oslo: No safe connection.' },
  })
  expect(heard).toEqual(['Mumbai', 'Oslo'])
  dead.clear()
  await observed.listInstances(undefined, () => undefined)
  expect(contact).not.toHaveProperty('problem')
})
