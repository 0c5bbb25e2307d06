import { EventEmitter } from 'node:events'
import type { Client } from 'ssh2'
import { expect, it } from 'vitest'
import { takeAnnounced } from './announced.js'

/** A connection that the server says has come there; how it was taken. */
function comeTo(client: EventEmitter, destIP: string, destPort: number): string[] {
  const said: string[] = []
  client.emit(
    'tcp connection',
    { destIP, destPort },
    () => said.push('accepted'),
    () => said.push('refused'),
  )
  return said
}

it('connections go to the forward that they came for, else to that of the port, and are never left waiting', () => {
  const emitter = new EventEmitter()
  const client = emitter as unknown as Client
  const taken: string[] = []
  const take = (name: string) => (accept: () => unknown) => {
    taken.push(name)
    accept()
  }
  const leave = takeAnnounced(client, { host: 'localhost', port: 8080 }, take('local'))
  takeAnnounced(client, { host: '10.0.0.1', port: 8080 }, take('outside'))
  takeAnnounced(client, { host: 'localhost', port: 9090 }, take('other'))
  expect(comeTo(emitter, '10.0.0.1', 8080)).toEqual(['accepted'])
  expect(comeTo(emitter, 'localhost', 8080)).toEqual(['accepted'])
  expect(comeTo(emitter, '127.0.0.1', 9090)).toEqual(['accepted'])
  expect(taken).toEqual(['outside', 'local', 'other'])
  expect(comeTo(emitter, 'localhost', 7070)).toEqual(['refused'])
  leave()
  expect(comeTo(emitter, 'localhost', 8080)).toEqual(['accepted'])
  expect(taken.at(-1)).toBe('outside')
})
