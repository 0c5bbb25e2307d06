import { expect, it } from 'vitest'
import { requestsText } from './request-words.js'

it('copies one line a request, answered or not', () => {
  const at = '2026-01-01T00:00:00.000Z'
  const sent = { at, method: 'POST', target: 'cloud.example/client/api', what: 'listZones', ms: 12 }
  expect(
    requestsText([
      { ...sent, status: 200, requestId: 'req-1', problem: null },
      { ...sent, what: null, status: null, requestId: null, problem: 'cloud-unreachable' },
    ]),
  ).toBe(
    `${at}\tPOST cloud.example/client/api\tlistZones\t200, 12 ms\treq-1\n` +
      `${at}\tPOST cloud.example/client/api\t\tcloud-unreachable, 12 ms\t`,
  )
})
