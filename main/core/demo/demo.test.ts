import { expect, it, vi } from 'vitest'
import { createDemo, demoPlace } from './demo.js'

const quiet = {}

it('starts a demo where one is offered, and leaves none', async () => {
  const port = { is: 'offered' as const, start: async () => 'http://127.0.0.1:1/#ticket=t' }
  const demo = createDemo(port)
  expect(demoPlace(port)).toEqual({ is: 'offered' })
  expect(await demo.start(undefined, quiet)).toEqual({ address: 'http://127.0.0.1:1/#ticket=t' })
  await expect(demo.leave(undefined, quiet)).rejects.toMatchObject({ code: 'input-invalid' })
})

it('leaves the demo that this is, and starts no second one', async () => {
  const leave = vi.fn()
  const port = { is: 'here' as const, back: 'http://127.0.0.1:1', leave }
  const demo = createDemo(port)
  expect(demoPlace(port)).toEqual({ is: 'here', back: 'http://127.0.0.1:1' })
  await expect(demo.start(undefined, quiet)).rejects.toMatchObject({ code: 'input-invalid' })
  await demo.leave(undefined, quiet)
  expect(leave).toHaveBeenCalledOnce()
})

it('does neither without a host that knows demos', async () => {
  const demo = createDemo(undefined)
  expect(demoPlace(undefined)).toEqual({ is: 'none' })
  await expect(demo.start(undefined, quiet)).rejects.toMatchObject({ code: 'input-invalid' })
  await expect(demo.leave(undefined, quiet)).rejects.toMatchObject({ code: 'input-invalid' })
})
