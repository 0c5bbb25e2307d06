import { expect, it } from 'vitest'
import { tagsOf } from './tags.js'

it('writes tags as name=value, or a name alone, each once and in order', () => {
  const tags = [
    { name: 'team', value: 'web' },
    { name: 'old', value: '' },
    { name: 'env', value: 'prod=1' },
    { name: 'old', value: null },
    { name: '', value: 'nobody' },
  ]
  expect(tagsOf(tags)).toEqual({ tags: ['env=prod=1', 'old', 'team=web'] })
})

it('says nothing where there are none, and shows what would turn the text around', () => {
  expect(tagsOf([])).toEqual({})
  expect(tagsOf(null)).toEqual({})
  expect(tagsOf([{ name: 'a', value: '\u202eb' }])).toEqual({ tags: ['a=\\u{202e}b'] })
})
