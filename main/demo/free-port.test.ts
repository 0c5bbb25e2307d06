import { expect, it } from 'vitest'
import { freePort } from './free-port.js'

it('gives no port twice, though nobody listens on those it gave', async () => {
  const ports = new Set<number>()
  for (let asked = 0; asked < 1000; asked++) ports.add(await freePort())
  expect(ports.size).toBe(1000)
})
