import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inventory } from '../../../test/helpers/fake-data.js'
import { queryWords, quoted } from '../../ui/query-words.js'
import { filterRows, queryFields, suggest, unknownFields } from './query.js'
import { createRows } from './rows.js'

const accounts = [
  { id: 'a1', name: 'Production Frankfurt', disabled: false, kind: 'openstack', preset: 'vk-cloud' },
  { id: 'a2', name: 'Staging', disabled: false, kind: 'cloudstack', preset: null },
]
const keys = [
  { id: 'k1', name: 'deploy-2026' },
  { id: 'k2', name: 'legacy-rsa' },
  { id: 'k3', name: 'bastion' },
]
const instances = inventory(200).instances.map(({ tags: _tags, ...instance }, n) => ({
  ...instance,
  ...(n % 3 === 0 && { tags: [`env=${n % 2 === 0 ? 'prod' : 'test'}`, 'two words'] }),
}))
const rows = createRows()(instances, accounts, keys)
const count = (filter: string) => filterRows(rows, filter).length
const share = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length

describe('the query', () => {
  it.each<[string, (row: (typeof rows)[number]) => boolean]>([
    ['state:running', ({ instance }) => instance.state === 'running'],
    ['state:stopped,error', ({ instance }) => ['stopped', 'error'].includes(instance.state)],
    ['-state:running', ({ instance }) => instance.state !== 'running'],
    ['cloud:vk', ({ instance }) => instance.accountId === 'a1'],
    ['cloud:cloudstack', ({ instance }) => instance.accountId === 'a2'],
    ['account:"production frankfurt"', ({ instance }) => instance.accountId === 'a1'],
    ['region:stage', ({ instance }) => instance.zone === 'stage-1'],
    [
      'zone:stage -ip:203.0.0.4',
      ({ instance }) =>
        instance.zone === 'stage-1' && !instance.addresses.some((one) => one.includes('203.0.0.4')),
    ],
    ['tag:env=prod', ({ instance }) => instance.tags?.includes('env=prod') ?? false],
    ['tag:"two words"', ({ instance }) => instance.tags !== undefined],
    ['-tag:env', ({ instance }) => instance.tags === undefined],
    ['user:debian', ({ instance }) => instance.user === 'debian'],
    ['addr:203.0', ({ instance }) => instance.addresses.some((one) => one.includes('203.0'))],
    ['key:deploy', ({ instance }) => instance.declared.some(({ cloudName }) => cloudName === 'deploy-2026')],
    ['key:none', ({ key }) => key === null],
    ['trust:proven', ({ key }) => key?.grade === 'proven'],
    ['STATE:Running WEB', ({ instance }) => instance.state === 'running' && instance.name.startsWith('web')],
    ['-web -"db-"', ({ instance }) => !/web|db-/.test(instance.name)],
  ])('%s', (filter, test) => {
    expect(count(filter)).toBe(share(test))
    expect(count(filter)).toBeGreaterThan(0)
    expect(count(filter)).toBeLessThan(rows.length)
  })

  it('hides nothing while a word is only begun', () => {
    for (const filter of ['', ' ', '-', 'state:', '-tag:', 'tag:"', 'state:,'])
      expect(count(filter), filter).toBe(rows.length)
  })

  it('names fields that nobody knows, and looks for the words as they stand', () => {
    expect(unknownFields('colour:red -size:2 state:running web')).toEqual(['colour', 'size'])
    expect(unknownFields('fe::1 db8::7 10.0.0.1:22 "a:b" constructor:x')).toEqual(['constructor'])
    expect(count('colour:red')).toBe(0)
    expect(count('constructor:x')).toBe(0)
  })

  it('takes whatever is typed: what is left out and what is kept are all rows', () => {
    const pieces = fc.constantFrom('-', '"', ':', ',', ' ', 'web', 'state', 'running', 'tag', 'é', '=', 'db')
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 8 }).map((some) => some.join('')),
    )
    fc.assert(
      fc.property(text, (filter) => {
        const words = queryWords(filter)
        for (const { from, to } of words) expect(filter.slice(from, to)).toMatch(/^\S/)
        // The opposite of --web is -web, which is one itself.
        if (filter.trim().startsWith('--')) return
        const [word] = words
        if (words.length !== 1 || word === undefined || word.value.replaceAll(',', '') === '') return
        const opposite = word.negated ? filter.replace('-', '') : filter.replace(/^(\s*)/, '$1-')
        expect(count(filter) + count(opposite)).toBe(rows.length)
      }),
    )
  })

  it('finds what a value in quotes says', () => {
    fc.assert(
      fc.property(
        fc.string().filter((value) => !value.includes('"')),
        (value) => {
          const [word] = queryWords(`tag:${quoted(value)}`)
          expect(word?.value).toBe(value.toLowerCase())
        },
      ),
    )
  })
})

describe('suggestions', () => {
  const texts = (filter: string, caret = filter.length) =>
    suggest(rows, filter, caret).map(({ text }) => text)
  it('are fields, then their values, the most common first', () => {
    expect(texts('st')).toEqual(['state:'])
    expect(texts('web -a')).toEqual(['-account:', '-addr:'])
    expect(texts('state:')[0]).toBe('state:running')
    expect(suggest(rows, 'state:running', 13)).toEqual([])
    expect(suggest(rows, 'state:r', 7)[0]?.what).toBe(`${count('state:running')} instances`)
    expect(texts('account:prod')).toEqual(['account:"production frankfurt"'])
    expect(texts('state:running,st')).toEqual(['state:running,stopped', 'state:running,starting'])
  })
  it('lead to what they count', () => {
    for (const name of Object.keys(queryFields))
      for (const { text, what } of suggest(rows, `${name}:`, name.length + 1))
        expect(count(text), text).toBeGreaterThanOrEqual(Number.parseInt(what, 10))
  })
  it('are only for the word at the caret', () => {
    expect(texts('st web')).toEqual([])
    expect(texts('st web', 2)).toEqual(['state:'])
    expect(texts('', 0)).toEqual([])
  })
})
