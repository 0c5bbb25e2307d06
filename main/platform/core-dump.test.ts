import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run } from '../../test/helpers/processes.js'

const PATTERN = '/proc/sys/kernel/core_pattern'
/** Where the dump goes to a program, or to another place, it can't be looked at here. */
const dumpsHere = existsSync(PATTERN) && readFileSync(PATTERN, 'utf8').trim() === 'core'
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-core-dump-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** Crashes with a secret in memory; whether the dump has it. Null where the system made none. */
async function secretInDump(guarded: boolean): Promise<boolean | null> {
  const guard = `(await import(${JSON.stringify(join(import.meta.dirname, 'core-dump.ts'))})).keepOutOfCoreDumps(console);`
  const code = `${guarded ? guard : ''} globalThis.kept = Buffer.from(['hush', 'a', 'secret'].join('-').repeat(3)); process.abort()`
  const node = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', code]
  const shell = 'ulimit -c unlimited; cd "$1" && shift && exec "$@"'
  await run('bash', ['-c', shell, 'bash', dir, process.execPath, ...node])
  const [dump] = readdirSync(dir)
  return dump === undefined ? null : (await readFile(join(dir, dump))).includes('hush-a-secrethush-a-secret')
}

it.runIf(dumpsHere)(
  'leaves no secret in a core dump, where there would be one otherwise',
  async ({ skip }) => {
    const unguarded = await secretInDump(false)
    skip(unguarded === null, 'no core dumps are made here')
    expect(unguarded).toBe(true)
    await rm(dir, { recursive: true })
    dir = await mkdtemp(join(tmpdir(), 'latchkey-core-dump-'))
    expect(await secretInDump(true)).not.toBe(true)
  },
)
