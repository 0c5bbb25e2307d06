import { expect, it } from 'vitest'
import { speak } from '../../contract/words/say.js'
import type { Column } from './column.js'
import { choiceOf, chosenColumns, leastWidth, moved, trackFor, widened } from './column-layout.js'

const column = (id: string, more: Partial<Column<object>> = {}): Column<object> => ({
  ...{ id, header: id, width: 'minmax(100px, 1fr)', value: () => '' },
  ...more,
})
const all = [column('name'), column('state', { width: '80px' }), column('tags', { extra: true })]
const ids = (columns: Column<object>[]) => columns.map(({ id }) => id)

it('shows those that are there by themselves, or what was chosen, in its order and width', () => {
  expect(ids(chosenColumns(all, null))).toEqual(['name', 'state'])
  const chosen = chosenColumns(all, [
    { id: 'tags', width: 200 },
    { id: 'gone', width: 50 },
    { id: 'name', width: null },
  ])
  expect(chosen.map(({ id, width }) => [id, width])).toEqual([
    ['tags', '200px'],
    ['name', 'minmax(100px, 1fr)'],
  ])
  expect(ids(chosenColumns(all, [{ id: 'gone', width: null }]))).toEqual(['name', 'state'])
})

it('moves and widens a column within what is possible', () => {
  const choice = choiceOf(chosenColumns(all, null), null)
  expect(moved(choice, 'name', 1).map(({ id }) => id)).toEqual(['state', 'name'])
  expect(moved(choice, 'name', -1)).toEqual(choice)
  expect(moved(choice, 'gone', 1)).toEqual(choice)
  expect(widened(choice, 'state', 7)[1]).toEqual({ id: 'state', width: 60 })
  expect(
    choiceOf(chosenColumns(all, widened(choice, 'state', 99.6)), widened(choice, 'state', 99.6))[1]?.width,
  ).toBe(100)
  expect(leastWidth('minmax(100px, 1fr)') + leastWidth('80px') + leastWidth('1fr')).toBe(180)
})

it('gives longer words of another language more room, and English what it always had', () => {
  expect(trackFor(80, ['a much longer word than fits'])).toBe('80px')
  speak('ru', {})
  expect(leastWidth(trackFor(80, ['Привязать…', 'Подключиться']))).toBeGreaterThan(110)
  expect(trackFor(80, ['ОС'])).toBe('80px')
  speak('en', {})
})
