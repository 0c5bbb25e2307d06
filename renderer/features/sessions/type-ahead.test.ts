import { expect, it, vi } from 'vitest'
import { holdKeys, onceFocused, takeTyped, typeAhead } from './type-ahead.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const taken = (id: string) =>
  takeTyped(id)
    .map((part) => new TextDecoder().decode(part))
    .join('')

it('keeps what is typed for each pane until that is taken, once', () => {
  typeAhead('a', bytes('who'))
  typeAhead('b', bytes('ls'))
  typeAhead('a', bytes('ami\r'))
  expect([taken('a'), taken('a'), taken('b')]).toEqual(['whoami\r', '', 'ls'])
})

it('keeps no more than somebody types', () => {
  typeAhead('a', bytes('x'.repeat(4000)))
  typeAhead('a', bytes('y'.repeat(4000)))
  typeAhead('a', bytes('z'))
  expect(taken('a')).toBe(`${'x'.repeat(4000)}z`)
})

it('gives what is typed while terminals are read to the one that was asked for last, and to no other', () => {
  const page = new EventTarget()
  vi.stubGlobal('window', page)
  const type = (key: string) => page.dispatchEvent(Object.assign(new Event('keydown'), { key }))
  const first = holdKeys()
  type('a')
  const second = holdKeys()
  type('b')
  expect([first(), second()]).toEqual(['a', 'b'])
  vi.unstubAllGlobals()
})

it('waits for the keyboard to be in a terminal, or in the field of a question', () => {
  class Place extends EventTarget {
    constructor(readonly isField: boolean) {
      super()
    }
    closest = () => (this.isField ? this : null)
    contains = (other: unknown) => other === this
  }
  const page = Object.assign(new EventTarget(), { activeElement: null })
  vi.stubGlobal('document', page)
  vi.stubGlobal('Element', Place)
  const [terminal, button, question] = [new Place(false), new Place(false), new Place(true)]
  const focus = (place: Place) =>
    page.dispatchEvent(Object.defineProperty(new Event('focusin'), 'target', { value: place }))
  const heard: string[] = []
  onceFocused(terminal as unknown as HTMLElement, () => heard.push('terminal'))
  focus(button)
  expect(heard).toEqual([])
  focus(terminal)
  focus(terminal)
  onceFocused(terminal as unknown as HTMLElement, () => heard.push('question'))
  focus(question)
  expect(heard).toEqual(['terminal', 'question'])
  vi.unstubAllGlobals()
})
