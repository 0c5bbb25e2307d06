import { expect, test } from 'vitest'
import { isLoopback } from './loopback.js'

test.each(['localhost', 'LocalHost', '127.0.0.1', '127.9.8.7', '::1'])(
  '%s is this computer alone',
  (host) => {
    expect(isLoopback(host)).toBe(true)
  },
)

test.each(['0.0.0.0', '::', 'localhost.example.org', '127.0.0.1.example.org', '10.0.0.1', '*'])(
  '%s is more than this computer',
  (host) => {
    expect(isLoopback(host)).toBe(false)
  },
)
