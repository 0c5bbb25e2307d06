import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { growingFile } from './growing-file.js'

it('grows by lines that only its owner reads', async () => {
  const path = join(await tempFolder('lines'), 'lines')
  const file = growingFile(path)
  expect(await file.read()).toBe('')
  await file.append('one')
  await file.append('twö')
  expect(await file.read()).toBe('one\ntwö\n')
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
})

it.each(['one\ntwö\nthr', 'thr'])('leaves out the piece of a line that a crash left: %j', async (content) => {
  const path = join(await tempFolder('lines'), 'lines')
  await writeFile(path, content)
  const file = growingFile(path)
  const whole = content.replace('thr', '')
  expect(await file.read()).toBe(whole)
  await file.append('four')
  expect(await readFile(path, 'utf8')).toBe(`${whole}four\n`)
})

it('reads what came after what was read, and says when that is no longer there', async () => {
  const path = join(await tempFolder('lines'), 'lines')
  const file = growingFile(path)
  expect(await file.readFrom(0)).toEqual({ text: '', end: 0 })
  await file.append('twö')
  const first = await file.readFrom(0)
  expect(first).toEqual({ text: 'twö\n', end: 5 })
  await appendFile(path, 'three\nfo')
  expect(await file.readFrom(5)).toEqual({ text: 'three\n', end: 11 })
  expect(await file.readFrom(11)).toEqual({ text: '', end: 11 })
  await writeFile(path, 'x')
  expect(await file.readFrom(5)).toBeNull()
  await rm(path)
  expect(await file.readFrom(5)).toBeNull()
})

it('reads what others have added', async () => {
  const path = join(await tempFolder('lines'), 'lines')
  const file = growingFile(path)
  await file.append('one')
  await appendFile(path, 'two\n')
  expect(await file.read()).toBe('one\ntwo\n')
})
