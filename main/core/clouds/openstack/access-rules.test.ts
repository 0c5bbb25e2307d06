import { expect, it } from 'vitest'
import { allowsCompute } from './access-rules.js'

const allows = (path: string, rule: object = {}) =>
  allowsCompute([{ service: 'compute', method: 'POST', path, ...rule }], 'POST', '/servers/x/action')

it.each([
  '/v2.1/servers/*/action',
  '/v2.1/servers/{id}/action',
  '/v2.1/**',
  '/v2.1/*/servers/*/action',
  '/**',
])('a rule for %s allows to act on a server', (path) => {
  expect(allows(path)).toBe(true)
})

it.each(['/v2.1/servers', '/v2.1/servers/*', '/v2.1/servers/x.action', '/v2.1/*'])(
  'a rule for %s does not',
  (path) => {
    expect(allows(path)).toBe(false)
  },
)

it('a rule for another method or service does not', () => {
  expect(allows('/**', { method: 'GET' })).toBe(false)
  expect(allows('/**', { service: 'image' })).toBe(false)
})
