import type { ActivityEntry } from '../../contract/activity.js'
import { nextLine, noLines } from '../../main/core/activity/chain.js'
import { createActivityRecord } from '../../main/core/activity/record.js'
import type { ActivityService } from '../../main/core/services.js'
import * as data from './fake-data.js'
import { memoryGrowingFile, memoryTextFile, testLog } from './memory-profile.js'
import { systemClock } from './system-clock.js'

/** The real record, in memory, of a few months with the fake app's keys. `broken`: somebody changed an entry. */
export function fakeActivity(entries: number, broken = false): ActivityService {
  const { text, head } = pastOf(entries)
  const file = memoryGrowingFile(broken ? text.replace('as deploy', 'as root') : text)
  return createActivityRecord({
    file,
    head: memoryTextFile(head),
    clock: systemClock,
    log: testLog(),
    instanceName: async (id) => id,
  })
}

function pastOf(entries: number): { text: string; head: string } {
  let end = noLines
  let text = ''
  for (let index = 0; index < entries; index++) {
    const at = new Date(Date.now() - (entries - index) * 37 * 60 * 1000).toISOString()
    const next = nextLine(end, { at, ...happening(index) })
    text += `${next.line}\n`
    end = next.end
  }
  return { text, head: JSON.stringify(end) }
}

function happening(index: number): Omit<ActivityEntry, 'seq' | 'at'> {
  const pair = data.keyPairs[index % data.keyPairs.length]
  if (pair === undefined) throw new Error('The fake data has no key pairs')
  const { id, name, fingerprint } = pair
  const key = { id, name, fingerprint }
  const instance = { id: 'acc-1/i-3', name: 'web-03' }
  const account = { id: 'acc-1', name: 'Frankfurt' }
  const kinds: Omit<ActivityEntry, 'seq' | 'at'>[] = [
    { event: 'vault-unlocked' },
    { event: 'key-made', key },
    { event: 'key-pushed', key, account, detail: 'as deploy-2026' },
    { event: 'key-bound', key, instance, detail: 'as deploy' },
    { event: 'key-used', key, instance, detail: 'as deploy' },
    { event: 'key-used', key, instance, detail: 'as deploy' },
    { event: 'key-exported', key, detail: 'openssh, encrypted, /home/ada/.ssh/id_ed25519' },
    { event: 'vault-locked', detail: 'idle' },
    { event: 'vault-unlock-failed', detail: 'at an unlocking' },
  ]
  return kinds[index % kinds.length] ?? { event: 'vault-unlocked' }
}
