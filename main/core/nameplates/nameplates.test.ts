import { expect, it } from 'vitest'
import type { Instance } from '../../../contract/instances.js'
import type { Nameplate } from '../../../contract/nameplates.js'
import { memoryProfileStore } from '../../../test/helpers/memory-profile.js'
import { withMissing } from '../backup/per-instance.js'
import { LatchkeyError } from '../lib/error.js'
import { createNameplates } from './nameplates.js'

const production = { instanceId: 'a/db', name: 'Orders', colour: 'production' as const }
const instances = {
  async get(id: string) {
    if (!id.startsWith('a/')) throw new LatchkeyError('instance-not-found', 'There is no such instance.')
    return {} as Instance
  },
}

it('keeps one name and colour for each instance, and nothing where there is neither', async () => {
  const profile = memoryProfileStore()
  const plates = createNameplates({ profile, instances })
  await plates.set({ instanceId: 'a/db', name: '', colour: 'teal' }, {})
  await plates.set({ instanceId: 'a/web', name: 'Shop', colour: null }, {})
  await plates.set(production, {})
  expect(await plates.list(undefined, {})).toEqual([
    { instanceId: 'a/web', name: 'Shop', colour: null },
    production,
  ])
  await plates.set({ instanceId: 'a/web', name: '', colour: null }, {})
  expect(profile.read().nameplates).toEqual([production])
  await expect(plates.set({ ...production, instanceId: 'b/db' }, {})).rejects.toMatchObject({
    code: 'instance-not-found',
  })
})

it('takes those of a backup for instances that are here and have none', () => {
  const here = [{ instanceId: 'new/web', name: 'Mine', colour: null }]
  const accounts = new Map([['old', 'new']])
  const hosts = new Map([['h1', 'h2']])
  const inBackup = [
    { instanceId: 'old/web', name: 'Theirs', colour: null },
    { instanceId: 'old/db', name: '', colour: 'production' as const },
    { instanceId: 'hosts/h1', name: 'NAS', colour: null },
    { instanceId: 'elsewhere/db', name: 'Nowhere', colour: null },
  ]
  expect(withMissing<Nameplate>(here, inBackup, accounts, hosts)).toEqual([
    { instanceId: 'new/web', name: 'Mine', colour: null },
    { instanceId: 'new/db', name: '', colour: 'production' },
    { instanceId: 'hosts/h2', name: 'NAS', colour: null },
  ])
})
