import { describe, expect, it } from 'vitest'
import { createFinder, type Marked } from './find-items.js'

const item = (title: string, facts = '', recent?: number) => ({
  title,
  facts,
  recent,
  haystack: `${title}\n${facts}`.toLowerCase(),
})
const titlesOf = (items: ReturnType<typeof item>[], text: string) =>
  createFinder(items)
    .find(text, 50)
    .found.map(({ item }) => item.title)
const shown = (marks: Marked) => marks.map(({ text, matched }) => (matched ? `[${text}]` : text)).join('')

describe('what is found', () => {
  it('holds every word somewhere, in any order and case', () => {
    const items = [item('web-1', '192.0.2.1 Production'), item('web-2', '192.0.2.2 Staging')]
    expect(titlesOf(items, 'PROD web')).toEqual(['web-1'])
    expect(titlesOf(items, '192.0.2.2')).toEqual(['web-2'])
    expect(titlesOf(items, '  ')).toEqual([])
    expect(titlesOf(items, 'mail')).toEqual([])
  })
  it('is the exact title first, then what begins so, then a word that does, then the rest', () => {
    const items = [item('abcdb'), item('prod-db'), item('x', 'the db'), item('db-1'), item('db')]
    expect(titlesOf(items, 'db')).toEqual(['db', 'db-1', 'prod-db', 'abcdb', 'x'])
  })
  it('was used lately before others of the same rank, the last first', () => {
    const items = [item('web-1'), item('web-2', '', 1), item('web-3', '', 0), item('my-web', '', 2)]
    expect(titlesOf(items, 'web')).toEqual(['web-3', 'web-2', 'web-1', 'my-web'])
  })
  it('has the letters in their order, after what has them together', () => {
    const items = [item('prod-db-1'), item('padded-box'), item('pdb'), item('mail')]
    expect(titlesOf(items, 'pdb')).toEqual(['pdb', 'prod-db-1', 'padded-box'])
    expect(titlesOf([item('web-12'), item('web-21')], 'w12')).toEqual(['web-12'])
  })
  it('may be written in any script, and have what regular expressions take for their own', () => {
    expect(titlesOf([item('Боевой сервер'), item('тест')], 'боевой')).toEqual(['Боевой сервер'])
    expect(titlesOf([item('生产数据库'), item('测试')], '生产')).toEqual(['生产数据库'])
    expect(titlesOf([item('Боевой-сервер')], 'бср')).toEqual(['Боевой-сервер'])
    for (const text of ['(', '[', '\\', '.*', '"', '-', "'"])
      expect(titlesOf([item('web')], text)).toEqual([])
  })
})

it('marks what was matched', () => {
  const [first] = createFinder([item('web-12', '192.0.2.12')]).find('2.12 web', 1).found
  expect(first && [shown(first.title), shown(first.facts)]).toEqual(['[web]-12', '192.0.[2.12]'])
  const [spread] = createFinder([item('prod-db')]).find('pdb', 1).found
  expect(spread && shown(spread.title)).toMatch(/^\[p\]ro?.*\[b\]$/)
})

it('counts all and gives the first', () => {
  const many = Array.from({ length: 200 }, (_, n) => item(`web-${n}`))
  const { found, count } = createFinder(many).find('web', 50)
  expect([found.length, count]).toEqual([50, 200])
})

it('finds among 10,000 as fast as one types', () => {
  const finder = createFinder(
    Array.from({ length: 10_000 }, (_, n) =>
      item(`web-${n}`, `10.${n >> 8}.4.${n & 255} Production Frankfurt`),
    ),
  )
  finder.find('warm up', 50)
  const typed = ['w', 'we', 'web', 'web-7', 'w73', '10.4.1', 'prod web 12', 'zzz']
  const quickest = (text: string) => {
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now()
      finder.find(text, 50)
      return performance.now() - start
    })
    return Math.min(...times) // of several: others may have the processor meanwhile
  }
  for (const text of typed) expect(quickest(text), text).toBeLessThan(200) // on a busy machine; the bench says how far below 16 ms it is
})

it('finds the same letter by letter, taken back and typed on, as at once', () => {
  const items = ['prod-web-1', 'web-prod-2', 'staging', 'p-w-8', 'paperwork', 'web-1'].map((title) =>
    item(title),
  )
  const finder = createFinder(items)
  const texts = [
    'w',
    'we',
    'web',
    'web ',
    'web p',
    'web pr',
    'web',
    'we',
    'w',
    '',
    'p',
    'pw',
    'pwe',
    'pw',
    'prod w',
    'w prod',
    'pw8',
  ]
  for (const text of texts) expect(finder.find(text, 10), text).toEqual(createFinder(items).find(text, 10))
})
