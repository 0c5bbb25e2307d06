import { expect, it } from 'vitest'
import { encodeWindowFrame } from '../../../contract/terminal-stream.js'
import { createPresence } from './presence.js'
import { noteInput } from './terminal-presence.js'

it('input is a sign of the user, an acknowledgement of output is none, and both go on', () => {
  const presence = createPresence()
  let notes = 0
  presence.onNote(() => notes++)
  let receive: (frame: Uint8Array) => void = () => undefined
  const port = noteInput(
    {
      send: () => undefined,
      onFrame: (listener) => {
        receive = listener
      },
      onClose: () => undefined,
      close: () => undefined,
    },
    presence,
  )
  const received: Uint8Array[] = []
  port.onFrame((frame) => received.push(frame))

  const ack = encodeWindowFrame({ type: 'ack', count: 1000 })
  const input = encodeWindowFrame({ type: 'input', bytes: Buffer.from('ls\r') })
  receive(ack)
  expect(notes).toBe(0)
  receive(input)
  expect(notes).toBe(1)
  expect(received).toEqual([ack, input])
})
