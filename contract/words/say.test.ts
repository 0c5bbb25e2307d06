import { afterEach, describe, expect, it } from 'vitest'
import { createHearing } from './hear.js'
import { plural, say, sayAs, speak, told } from './say.js'

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

  it('leaves what the host says English, whatever is spoken', () => {
    speak('ru', { 'as {0}': 'под именем {0}' })
    expect([say`as ${'root'}`, told`as ${'root'}`]).toEqual(['под именем root', 'as root'])
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
    '{0} port {1}': '{0} (порт {1})',
    'Nothing answers there': 'Там никто не отвечает',
    'It takes {0}.': 'Принимается: {0}.',
    'a key': 'ключ',
    'a password': 'пароль',
    or: 'или',
    '{0} to {1}': '{0} в {1}',
    '{0} skipped': 'пропущено: {0}',
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

  it('hears what sentences are put together of: phrases before a colon, addresses, lists', () => {
    speak('ru', words)
    expect(hear('No server web-1 port 22.')).toBe('Сервера web-1 (порт 22) нет.')
    expect(hear('Nothing answers there: web-1 port 22.')).toBe('Там никто не отвечает: web-1 (порт 22).')
    expect(hear('It takes a key or a password.')).toBe('Принимается: ключ или пароль.')
    expect(hear('It takes a key or a badge.')).toBe('Принимается: a key or a badge.')
    expect(hear('a.txt to /srv, 3 skipped, a key')).toBe('a.txt в /srv, пропущено: 3, ключ')
  })

  it('does not take the name of a file for a phrase', () => {
    speak('ru', words)
    expect(hear('No server key port a.')).toBe('Сервера key port a нет.')
  })

  it('changes nothing in English', () => {
    expect(hear('No server web-1.')).toBe('No server web-1.')
  })
})
