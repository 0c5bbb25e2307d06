import { afterEach, expect, it, vi } from 'vitest'
import { say, speak } from '../../../contract/words/say.js'
import { desktopWords } from './speak.js'

const lock = () => say`Lock`
const words = { Lock: 'Заблокировать', 'The key was bound': 'Ключ привязан' }
const load = vi.fn(async () => ({ words, host: ['The key was bound'] }))

afterEach(() => {
  speak('en', {})
  load.mockClear()
})

it('speaks as the setting says, and tells whether menus are to be made anew', async () => {
  const desktop = desktopWords(() => ['en-GB'], load)
  expect([await desktop.speakAs('system'), lock()]).toEqual([false, 'Lock'])
  expect([await desktop.speakAs('ru'), lock()]).toEqual([true, 'Заблокировать'])
  expect(await desktop.speakAs('ru')).toBe(false)
  expect([await desktop.speakAs('en'), lock()]).toEqual([true, 'Lock'])
  expect(load).toHaveBeenCalledOnce()
})

it('says in that language what the core says, and ends with the language that was asked for last', async () => {
  const desktop = desktopWords(() => ['de-DE'], load)
  await Promise.all([desktop.speakAs('ru'), desktop.speakAs('system'), desktop.speakAs('ru')])
  expect(desktop.hear('The key was bound')).toBe('Ключ привязан')
  expect(desktop.hear('web-1')).toBe('web-1')
  await desktop.speakAs('system')
  expect(desktop.hear('The key was bound')).toBe('The key was bound')
})
