import { expect, it } from 'vitest'
import { ProxyRefused } from './proxy-errors.js'
import type { ProxyTalk } from './proxy-talk.js'
import { askSocks5 } from './socks5.js'

/** A proxy that says this, whatever it is told; '%' stands for the last it was told. */
function proxySaying(...answers: string[]): ProxyTalk {
  let held = Buffer.alloc(0)
  return {
    send(bytes) {
      const said = (answers.shift() ?? '').replace('%', Buffer.from(bytes).toString('latin1'))
      held = Buffer.concat([held, Buffer.from(said, 'latin1')])
    },
    async take(count) {
      const taken = held.subarray(0, count)
      held = held.subarray(count)
      return taken
    },
    takeUntil: async () => null,
    seen: () => held,
    end: () => undefined,
  }
}

const to = { host: 'db.example', port: 22 }
const login = { user: 'ann', password: Buffer.from('correct horse') }
const refusalOf = (talk: ProxyTalk) =>
  askSocks5(talk, to, login).then(
    () => null,
    (error) => error as ProxyRefused,
  )

it('tells the words of what is no SOCKS proxy', async () => {
  const error = await refusalOf(proxySaying('HTTP/1.1 400 Bad Request'))
  expect(error).toBeInstanceOf(ProxyRefused)
  expect(error).toMatchObject({ refusal: 'not-one', words: 'HTTP/1.1 400 Bad Request' })
})

it('tells none of what follows a login, which may repeat it', async () => {
  const error = await refusalOf(proxySaying('\x05\x02', 'unknown: %'))
  expect(error).toMatchObject({ refusal: 'not-one', words: '' })
})

it('asks for a name with its port', async () => {
  const bound = '\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x16'
  expect(await refusalOf(proxySaying('\x05\x02', '\x01\x00', bound))).toBeNull()
})
