import { type IParser, Terminal } from '@xterm/xterm'
import { describe, expect, it } from 'vitest'
import { type ClipboardWish, MAX_CLIPBOARD, readWish, takeClipboardWrites } from './clipboard-write.js'
import { limitStrings, MAX_STRING } from './string-limit.js'

const on = () => true
const base64 = (text: string) => ofBytes(new TextEncoder().encode(text))
const ofBytes = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

describe('a program that reaches for the clipboard', () => {
  it('puts text on it, without control characters', () => {
    expect(readWish(`c;${base64('ä\x1b[201~\r\nb\tc')}`, on)).toEqual({ text: 'ä[201~\nb\tc' })
  })
  it('is refused where the user did not allow it', () => {
    expect(readWish(`c;${base64('x')}`, () => false)).toEqual({ refused: 'off' })
  })
  it('gets nothing to read, and no answer', () => {
    expect(readWish('c;?', on)).toBeNull()
    expect(readWish(';?', on)).toBeNull()
    expect(readWish('?', on)).toBeNull()
  })
  it('does not clear it', () => expect(readWish('c;', on)).toBeNull())
  it('is refused what is too large, and what is no text', () => {
    expect(readWish(`c;${base64('x'.repeat(MAX_CLIPBOARD))}`, on)).toHaveProperty('text')
    expect(readWish(`c;${base64('x'.repeat(MAX_CLIPBOARD + 3))}`, on)).toEqual({ refused: 'too-large' })
    expect(readWish('c;not base64!', on)).toEqual({ refused: 'not-text' })
    expect(readWish(`c;${ofBytes(Uint8Array.of(0xff, 0xfe))}`, on)).toEqual({ refused: 'not-text' })
    expect(readWish('c;A', on)).toEqual({ refused: 'not-text' })
  })
  it('is heard once a second at most, and never by anybody else', () => {
    const wishes: ClipboardWish[] = []
    let handler: (data: string) => boolean | Promise<boolean> = () => false
    const parser = {
      registerOscHandler: (_osc: number, given: typeof handler) => {
        handler = given
      },
    }
    takeClipboardWrites(parser as unknown as IParser, { allowed: on, onWish: (wish) => wishes.push(wish) })
    for (let n = 0; n < 50; n++) expect(handler(`c;${base64(`${n}`)}`)).toBe(true)
    expect(handler('c;?')).toBe(true)
    expect(wishes).toEqual([{ text: '0' }])
  })
  it.each([
    ['is told that it was too large', true, 'too-large'],
    ['is told that it is off', false, 'off'],
  ] as const)('and is dropped unread for its length %s', async (_what, allowed, refused) => {
    const term = new Terminal({ allowProposedApi: true })
    const wishes: ClipboardWish[] = []
    const tooLong = takeClipboardWrites(term.parser, {
      allowed: () => allowed,
      onWish: (wish) => wishes.push(wish),
    })
    const dropped: number[] = []
    limitStrings(term, (osc) => {
      dropped.push(osc)
      tooLong()
    })
    const content = 'A'.repeat(MAX_STRING)
    await new Promise<void>((resolve) => term.write(`\x1b]52;c;${content}\x07ok`, resolve))
    expect(wishes).toEqual([{ refused }])
    await new Promise<void>((resolve) => term.write(`\x1b]0;${content}\x1b\\`, resolve))
    expect(dropped).toEqual([52, 0])
  })
})
