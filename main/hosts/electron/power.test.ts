import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { toldPower, watchPower } from './power.js'

it('tells of sleep, of waking up and of the locked screen, by the names that Electron gives them, until nobody listens', () => {
  const power = new EventEmitter()
  const told = toldPower()
  watchPower(power as unknown as Parameters<typeof watchPower>[0], told.tell)
  const heard: string[] = []
  const end = told.on((event) => heard.push(event))
  for (const event of ['resume', 'suspend', 'unlock-screen', 'lock-screen', 'shutdown']) power.emit(event)
  expect(heard).toEqual(['wake', 'sleep', 'screen-lock'])
  end()
  power.emit('suspend')
  expect(heard).toHaveLength(3)
})
