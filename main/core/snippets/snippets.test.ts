import { expect, it } from 'vitest'
import { memoryProfileStore } from '../../../test/helpers/memory-profile.js'
import { withSnippets } from '../backup/restore-snippets.js'
import { createSnippets } from './snippets.js'

it('keeps snippets in the profile, by name, and changes and removes them', async () => {
  const profile = memoryProfileStore()
  const snippets = createSnippets(profile)
  const who = await snippets.save({ name: 'who', text: 'w' }, {})
  const disk = await snippets.save({ name: 'disk', text: 'df' }, {})
  expect(await snippets.list(undefined, {})).toEqual([disk, who])
  await snippets.save({ ...disk, text: 'df -h' }, {})
  expect(await createSnippets(profile).list(undefined, {})).toEqual([{ ...disk, text: 'df -h' }, who])
  await expect(snippets.save({ name: 'who', text: 'x' }, {})).rejects.toThrow('already a snippet named who')
  await snippets.remove({ id: disk.id }, {})
  await snippets.remove({ id: disk.id }, {})
  expect(await snippets.list(undefined, {})).toEqual([who])
})

it('adds those of a backup, and takes none away', () => {
  const here = memoryProfileStore({ snippets: [{ id: '1', name: 'who', text: 'w' }] }).read()
  const long = 'n'.repeat(80)
  const inBackup = [
    { id: '1', name: 'Who', text: 'who -a' },
    { id: '2', name: 'who', text: 'w' },
    { id: '3', name: long, text: 'a' },
    { id: '4', name: long, text: 'b' },
  ]
  const { snippets } = withSnippets(here, inBackup)
  expect(snippets.map(({ name, text }) => [name, text])).toEqual([
    ['who', 'w'],
    ['Who (restored)', 'who -a'],
    [long, 'a'],
    ['n'.repeat(40), 'b'],
  ])
  expect(new Set(snippets.map(({ id }) => id)).size).toBe(4)
  expect(withSnippets({ ...here, snippets }, inBackup.slice(0, 0)).snippets).toEqual(snippets)
})
