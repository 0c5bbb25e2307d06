import { expect, it } from 'vitest'
import { createTyping } from './typing.js'

/** A shell that takes of each paste as much as it is allowed to. */
function typed() {
  const out: string[] = []
  const told: number[] = []
  let open: (() => void) | null = null
  const typing = createTyping(
    {
      write: (bytes) => void out.push(Buffer.from(bytes).toString()),
      send(bytes, done) {
        const text = Buffer.from(bytes).toString()
        if (!text.endsWith('…')) {
          out.push(text)
          done()
          return () => undefined
        }
        open = () => {
          out.push(text)
          done()
        }
        return () => {
          open = null
        }
      },
    },
    (number) => told.push(number),
  )
  const bytes = (text: string) => Buffer.from(text)
  return {
    ...{ out, told },
    type: (text: string) => typing.type(bytes(text)),
    paste: (number: number, text: string) => typing.paste(number, bytes(text)),
    drop: typing.drop,
    openWindow: () => open?.(),
  }
}

it('tells of each piece when it has gone out, in the order in which it was typed', () => {
  const { out, told, type, paste, openWindow } = typed()
  paste(1, 'one')
  paste(2, 'two…')
  type('key')
  paste(3, 'three')
  expect([out, told]).toEqual([['one'], [1]])
  openWindow()
  expect([out, told]).toEqual([
    ['one', 'two…', 'key', 'three'],
    [1, 2, 3],
  ])
})

it('drops what of pastes has not gone out, and nothing that was typed', () => {
  const { out, told, type, paste, drop, openWindow } = typed()
  paste(1, 'waits…')
  paste(2, 'behind it')
  type('end')
  drop()
  openWindow()
  type('key')
  paste(3, 'next')
  expect([out, told]).toEqual([['end', 'key', 'next'], [3]])
  drop()
  expect(out).toHaveLength(3)
})

const START = '\x1b[200~'
const END = '\x1b[201~'

it('ends a paste that a program was told of, once, however it is dropped', () => {
  const { out, type, paste, drop, openWindow } = typed()
  paste(1, `${START}one`)
  paste(2, 'two…')
  type('key')
  drop()
  openWindow()
  drop()
  expect(out).toEqual([`${START}one`, END, 'key'])
  paste(3, `${START}all, in two, ${END.slice(0, 2)}`)
  paste(4, END.slice(2))
  drop()
  expect(out.slice(3)).toEqual([`${START}all, in two, ${END.slice(0, 2)}`, END.slice(2)])
  paste(5, `${START}…`)
  drop()
  expect(out.at(-1), 'its beginning may have gone out').toBe(END)
})
