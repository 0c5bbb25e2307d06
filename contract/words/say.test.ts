import { afterEach, describe, expect, it } from 'vitest'
import { createHearing } from './hear.js'
import { plural, say, sayAs, speak } from './say.js'

afterEach(() => speak('en', {}))

const found = (count: number, where: string) => say`${plural(count, '# key', '# keys')} found on ${where}.`
const FOUND = '{0, plural, one {# key} other {# keys}} found on {1}.'

describe('say', () => {
  it('says what stands in the code where there are no other words', () => {
    expect(say`No server ${'web-1'}`).toBe('No server web-1')
    expect(found(1, 'vk')).toBe('1 key found on vk.')
    expect(found(12_000, 'vk')).toBe('12,000 keys found on vk.')
  })

  it('puts values where the other language has them, in the forms that it has', () => {
    speak('ru', {
      [FOUND]:
        'На {1}: {0, plural, one {найден # ключ} few {найдено # ключа} many {найдено # ключей} other {найдено # ключа}}.',
    })
    expect(found(21, 'vk')).toBe('На vk: найден 21 ключ.')
    expect(found(3, 'vk')).toBe('На vk: найдено 3 ключа.')
    expect(found(11, 'vk')).toBe('На vk: найдено 11 ключей.')
    expect(say`Not translated ${2}`).toBe('Not translated 2')
  })

  it('tells the meanings of one word apart', () => {
    speak('ru', { 'verb\u0004Open': 'Открыть', Open: 'Открыт' })
    expect([sayAs('verb')`Open`, say`Open`]).toEqual(['Открыть', 'Открыт'])
  })
})

describe('hearing', () => {
  const words = {
    'No server {0}.': 'Сервера {0} нет.',
    'Choose another name.': 'Выберите другое имя.',
    '{0} failed: {1}': 'Не получилось ({0}): {1}',
    [FOUND]: 'На {1}: {0, plural, one {# ключ} few {# ключа} many {# ключей} other {# ключа}}.',
    'the port {0} of it': 'её порт {0}',
    'Closed is {0}.': 'Закрыто: {0}.',
  }
  const hear = createHearing(Object.keys(words))

  it('says again what the host has said, with its values, its numbers, and what is said within', () => {
    speak('ru', words)
    expect(hear('No server web-1.')).toBe('Сервера web-1 нет.')
    expect(hear('12,000 keys found on vk.')).toBe('На vk: 12\u00a0000 ключей.')
    expect(hear('1 key found on vk.')).toBe('На vk: 1 ключ.')
    expect(hear('Closed is the port 22 of it.')).toBe('Закрыто: её порт 22.')
  })

  it('hears several sentences, and leaves those that it does not know', () => {
    speak('ru', words)
    expect(hear('No server web-1. Choose another name.')).toBe('Сервера web-1 нет. Выберите другое имя.')
    expect(hear('No server a. Permission denied. Choose another name.')).toBe(
      'Сервера a нет. Permission denied. Выберите другое имя.',
    )
    expect(hear('web-1')).toBe('web-1')
  })

  it('changes nothing in English', () => {
    expect(hear('No server web-1.')).toBe('No server web-1.')
  })
})
