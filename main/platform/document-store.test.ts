import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testLog } from '../../test/helpers/memory-profile.js'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { documentStore } from './document-store.js'

const freshPath = async () => join(await tempFolder('document'), 'inventory.json')

it('gives back what was written last', async () => {
  const path = await freshPath()
  const store = documentStore(path, testLog())
  expect(await store.read()).toBeNull()
  await Promise.all([1, 2, 3].map((n) => store.write({ n })))
  expect(await documentStore(path, testLog()).read()).toEqual({ n: 3 })
})

it('reads an unreadable one as none, and tells the log', async () => {
  const path = await freshPath()
  const log = testLog()
  await writeFile(path, '{"n": ')
  expect(await documentStore(path, log).read()).toBeNull()
  expect(log.lines).toMatchObject([{ level: 'error', event: 'document.unreadable', facts: { path } }])
})
