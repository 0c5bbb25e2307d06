import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { worldAccount } from './demo-world.js'

const told = { endpoint: 'http://127.0.0.1:1/client/api', apiKey: 'a', secretKey: 's' }

it("is the account that the demo's process tells", async () => {
  const world = new EventEmitter()
  const account = worldAccount(world)
  world.emit('message', told)
  expect(await account).toEqual({ kind: 'cloudstack', name: 'Demo cloud', values: told })
})

it('says so where that process ends before', async () => {
  const world = new EventEmitter()
  const account = worldAccount(world)
  world.emit('exit')
  await expect(account).rejects.toMatchObject({ code: 'demo-not-started' })
})
