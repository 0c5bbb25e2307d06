import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { testClock } from '../../test/helpers/memory-profile.js'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { fileLog } from './log.js'

let path = ''

beforeEach(async () => {
  path = join(await tempFolder('log'), 'latchkey.log')
})

const lines = async () =>
  (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

it('writes one line of JSON per event, for its owner only', async () => {
  const log = fileLog(path, testClock())
  log.info('started', { version: '1' })
  log.warn('slow\nevent')
  expect(await lines()).toEqual([
    { at: '2026-01-01T00:00:00.000Z', level: 'info', event: 'started', version: '1' },
    { at: '2026-01-01T00:00:00.000Z', level: 'warn', event: 'slow\nevent' },
  ])
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

it('writes an error with its causes and without secrets', async () => {
  const cause = Object.assign(new Error('GET https://cloud/?apiKey=AKIA&signature=c2ln failed'), {
    code: 'ECONNRESET',
  })
  const error = new Error('-----BEGIN PRIVATE KEY-----\nMIIsecret\n-----END PRIVATE KEY-----', { cause })
  fileLog(path, testClock()).error('failed', error, { password: 'hunter2', key: Buffer.from('MIIsecret') })
  const [line] = await lines()
  expect(line.error.cause).toMatchObject({
    code: 'ECONNRESET',
    message: expect.stringContaining('apiKey=[redacted]'),
  })
  expect(await readFile(path, 'utf8')).not.toMatch(/MIIsecret|hunter2|AKIA|c2ln/)
})

it('begins a new file over 1 MB and keeps the one before', async () => {
  await writeFile(path, 'x'.repeat(999_990))
  const log = fileLog(path, testClock())
  log.info('first of the new')
  log.info('second')
  expect((await lines()).map((line) => line.event)).toEqual(['first of the new', 'second'])
  expect((await stat(`${path}.1`)).size).toBe(999_990)
})
