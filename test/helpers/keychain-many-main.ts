import { garbageCollector } from '../../main/core/lib/garbage-collector.js'
import { keychainEntries } from '../../main/platform/keychain-entries.js'

/*
 * Reads an item of the keychain n times (argument), and sees to it that each native item outlives V8's quick collections,
 * as it does in a Latchkey that has much else to do. Prints how often it was read.
 */
const collect = garbageCollector() as (kind: { type: 'minor' }) => void
const entries = keychainEntries()
await entries.set('item', Buffer.from('content'))
let read = 0
while (read < Number(process.argv[2])) {
  let answered = false
  const reading = entries.get('item').finally(() => {
    answered = true
  })
  while (!answered) {
    await new Promise(setImmediate)
    collect({ type: 'minor' })
  }
  if ((await reading) !== null) read++
}
process.stdout.write(String(read), () => process.exit(0))
