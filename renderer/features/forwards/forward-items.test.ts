import { expect, it } from 'vitest'
import type { Forward } from '../../../contract/forwards.js'
import { forwardItems } from './forward-items.js'

const forward: Forward = {
  ...{
    id: 'f',
    instanceId: 'i',
    instanceName: 'db-1',
    state: 'stopped',
    phase: null,
    over: null,
    port: null,
  },
  ...{ connections: { open: 0, total: 0, refused: 0 }, bytes: { in: 0, out: 0 }, problem: null },
  ...{ lastRefusal: null, retryAt: null },
  options: {
    ...{ kind: 'local', name: 'admin page', withSession: false, keepUp: true },
    ...{ listen: { host: '127.0.0.1', port: 8080 }, to: { host: '127.0.0.1', port: 80 } },
  },
}
const acts = { toggle: async () => undefined, browse: () => undefined, show: () => undefined }
const seen = (one: Forward) => forwardItems([one], acts).map(({ title, does }) => `${does} ${title}`)

it('starts what is off, stops what is on, and opens what leads to a page', () => {
  expect(seen(forward)).toEqual(['Start admin page'])
  expect(seen({ ...forward, state: 'waiting' })).toEqual(['Stop admin page'])
  expect(seen({ ...forward, state: 'up', port: 8080 })).toEqual([
    'Stop admin page',
    'Open http://localhost:8080/',
  ])
})

it('is found by its name, its instance and what it is', () => {
  const [item] = forwardItems([forward], acts)
  for (const word of ['admin', 'db-1', '8080', 'tunnel', 'start', 'stopped'])
    expect(item?.haystack, word).toContain(word)
  const unnamed = { ...forward, options: { ...forward.options, name: '' } }
  expect(forwardItems([unnamed], acts)[0]?.title).toBe('localhost:8080 → db-1 → 127.0.0.1:80')
})
