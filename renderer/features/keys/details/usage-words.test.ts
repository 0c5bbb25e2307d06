import { expect, it } from 'vitest'
import { usageText } from './usage-words.js'

const web = { instanceId: 'i1', instanceName: 'web-1' }
const db = { instanceId: 'i2', instanceName: 'db-1' }

it.each([
  [{ bindings: [], declared: [], sessions: 0 }, 'Nowhere that Latchkey knows of'],
  [{ bindings: [{ ...web, user: 'root' }], declared: [web, db], sessions: 1 }, '2 instances, 1 open session'],
  [{ bindings: [], declared: [web], sessions: 0 }, '1 instance'],
  [{ bindings: [], declared: [], sessions: 3 }, '3 open sessions'],
])('counts each instance once', (usage, words) => {
  expect(usageText(usage)).toBe(words)
})
