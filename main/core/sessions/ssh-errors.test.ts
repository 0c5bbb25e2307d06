import { expect, it } from 'vitest'
import { lost } from './ssh-errors.js'

const target = { host: 'web.example', port: 22, user: 'ada' }

it('quotes the server’s words of farewell, without what would fool a reader', () => {
  const farewell = Object.assign(new Error('Shutting down\u202e\u001b[31m'), { code: 11 })
  expect(lost(farewell, target).message).toBe('web.example ended the connection: Shutting down [31m.')
})

it('says for how long a server was silent, by what was set', () => {
  const silent = new Error('Keepalive timeout')
  expect(lost(silent, target, 5_000).message).toContain('no answer for 20 seconds')
  expect(lost(null, target).message).toBe('The connection to web.example was lost.')
})
