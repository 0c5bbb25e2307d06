import { expect, it } from 'vitest'
import { until } from '../../../test/helpers/processes.js'
import { testTerminal } from '../../../test/helpers/test-terminal.js'
import type { Shell } from './shell.js'
import { joinTerminal } from './terminal-stream.js'
import { after } from './words-before.js'

it('words before the output are shown first, and the server may not send more because they were read', async () => {
  let hand: (bytes: Buffer) => void = () => undefined
  let granted = 0
  const shell: Shell = {
    onOutput(listener) {
      hand = listener
    },
    consumed(bytes) {
      granted += bytes
    },
    write: () => undefined,
    send: () => () => undefined,
    resize: () => undefined,
    close: () => undefined,
    ended: new Promise(() => undefined),
  }
  const terminal = testTerminal({ acknowledge: 'when told' })
  const banner = Buffer.from('Authorised use only\r\n')
  void joinTerminal(after(banner, after(Buffer.from('no agent\r\n'), shell)), terminal)
  await until('the words are shown', () => terminal.text() === 'Authorised use only\r\nno agent\r\n')
  terminal.acknowledge(15)
  expect(granted).toBe(0)
  hand(Buffer.from('$ '))
  await until('the prompt is shown', () => terminal.text().endsWith('$ '))
  terminal.acknowledge()
  expect(granted).toBe(2)
  hand(Buffer.from('more'))
  await until('more is shown', () => terminal.text().endsWith('more'))
  terminal.acknowledge()
  expect(granted).toBe(6)
})
