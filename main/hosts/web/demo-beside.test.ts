import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { testLog } from '../../../test/helpers/memory-profile.js'
import { type DemoBeside, demoBeside } from './demo-beside.js'

/** Stands for the program as a demo: tells its address, and once more when asked, which `asked` decides about. */
const program = (asked: string) => `
  const tell = () => console.log(JSON.stringify({ url: 'http://127.0.0.1:1/#' + process.pid }))
  process.stdin.on('data', () => { ${asked} })
  tell()`

let dir: string
let demo: DemoBeside
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'latchkey-beside-'))
})
afterEach(() => demo.close())
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function beside(asked: string): DemoBeside {
  const script = join(dir, 'demo.mjs')
  writeFileSync(script, program(asked))
  demo = demoBeside(script, testLog())
  return demo
}

it('asks the demo that runs for its address', async () => {
  const { start } = beside('tell()')
  expect(await start('http://127.0.0.1:2')).toBe(await start('http://127.0.0.1:2'))
})

it('starts a new one where the last is about to end, and says nothing any more', async () => {
  const { start } = beside('process.exit()')
  const first = await start('http://127.0.0.1:2')
  expect(await start('http://127.0.0.1:2')).not.toBe(first)
})

it('says that none could be started', async () => {
  const { start } = beside('')
  writeFileSync(join(dir, 'demo.mjs'), 'process.exit(1)')
  await expect(start('http://127.0.0.1:2')).rejects.toMatchObject({ code: 'demo-not-started' })
})
