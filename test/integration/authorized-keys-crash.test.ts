import { spawn } from 'node:child_process'
import { lutimes, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program, write } from '../../main/core/authorized-keys/programs.js'
import {
  around,
  requireShell,
  type ShellKind,
  shellFolders,
  shellKinds,
} from '../helpers/authorized-keys-lab.js'
import { testSigner } from '../helpers/test-signer.js'

const entry = testSigner('ed25519', 'entry')
const fresh = testSigner('ed25519', 'fresh')
const old = Buffer.from(`# ours\n${entry.publicLine}`)
const next = Buffer.from(`# ours\n${entry.publicLine}\n${fresh.publicLine}\n`)
const BACKUP = 'authorized_keys.latchkey-backup'

/** The program with a step that ends the shell, as if the machine did: nothing is tidied up. */
const cutBefore = (lines: string[], at: number) =>
  [...lines.slice(0, at), 'kill -9 $$', ...lines.slice(at)].join('\n')

describe('the program that writes authorized_keys, killed before any of its steps', () => {
  let dir: string
  let folders: Record<ShellKind, string>
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-crash-'))
    folders = await shellFolders(dir)
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  /** What it says, and whether it was killed. */
  function runIn(kind: ShellKind, script: string): Promise<{ said: string; killed: boolean }> {
    const env = { PATH: `${folders[kind]}:/usr/bin:/bin` }
    const child = spawn(join(folders[kind], 'sh'), ['-s'], { env, stdio: ['pipe', 'pipe', 'ignore'] })
    child.stdin.on('error', () => undefined)
    child.stdin.end(script, 'latin1')
    return new Promise((resolve, reject) => {
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString('latin1')
      })
      child.on('error', reject)
      child.on('close', (_code, signal) => resolve({ said: output, killed: signal === 'SIGKILL' }))
    })
  }

  function scriptFor(target: string, before: Buffer | null, after: Buffer): string {
    const sizes = { had_bytes: String(before?.length ?? 0), has_bytes: String(after.length) }
    const values = { target, had: before === null ? '' : '1', has: '1', ...sizes }
    return program('mark', values, write(before ?? Buffer.alloc(0), after))
  }

  async function account(content: Buffer | null) {
    const home = await mkdtemp(join(dir, 'home-'))
    const target = join(home, '.ssh', 'authorized_keys')
    if (content === null) return target
    await mkdir(join(home, '.ssh'), { mode: 0o700 })
    await writeFile(target, content, { mode: 0o600 })
    return target
  }

  it.for(shellKinds)(
    'leaves the old or the new file, whole, and the next run goes on: %s',
    async (kind, context) => {
      requireShell(kind, context)
      const left: string[] = []
      const { first, last } = steps(scriptFor('/x', old, next).split('\n'))
      // The steps are the same in every shell: a few tell how the others keep to them.
      for (let at = first; at <= last; at += kind === 'dash' ? 1 : 3) {
        const target = await account(old)
        const lines = scriptFor(target, old, next).split('\n')
        const { killed } = await runIn(kind, cutBefore(lines, at))
        if (!killed) continue // a branch that is not taken
        const content = await readFile(target)
        left.push(content.equals(old) ? 'old' : content.equals(next) ? 'new' : `damaged before: ${lines[at]}`)

        // What a killed run has left behind, a lock too, is in nobody's way.
        const again = content.equals(old) ? scriptFor(target, old, next) : scriptFor(target, next, old)
        expect((await runIn(kind, again)).said, lines[at]).toContain('mark written')
        expect((await around(target)).names, lines[at]).toEqual(['authorized_keys', BACKUP])
      }
      // One step alone makes it new.
      expect(left.filter((state) => state === 'old').length).toBeGreaterThan(4)
      expect(left.slice(left.indexOf('new'))).toEqual(
        left.flatMap((state) => (state === 'new' ? ['new'] : [])),
      )
      expect(left).toContain('new')
    },
  )

  it('leaves no file or the whole new one where there was none', async () => {
    const { first, last } = steps(scriptFor('/x', null, next).split('\n'))
    for (let at = first; at <= last; at += 2) {
      const target = await account(null)
      await runIn('dash', cutBefore(scriptFor(target, null, next).split('\n'), at))
      const { content } = await around(target)
      expect(content === null || content === next.toString('latin1')).toBe(true)
      if (content === null) await runIn('dash', scriptFor(target, null, next))
      expect(await readFile(target)).toEqual(next)
    }
  })

  it.for(shellKinds)('does nothing where it arrives only in part: %s', async (kind, context) => {
    requireShell(kind, context)
    const target = await account(old)
    const script = scriptFor(target, old, next)
    for (let part = 1; part < 12; part++) {
      await runIn(kind, script.slice(0, Math.floor((script.length * part) / 12)))
      expect(await around(target)).toEqual({ names: ['authorized_keys'], content: old.toString('latin1') })
    }
    await runIn(kind, script.slice(0, -2))
    expect(await around(target)).toEqual({ names: ['authorized_keys'], content: old.toString('latin1') })
  })

  it.for(shellKinds)('lets one of many win who want to write at the same time: %s', async (kind, context) => {
    requireShell(kind, context)
    const target = await account(old)
    const each = Array.from({ length: 6 }, (_, i) => Buffer.from(`${old}\nssh-ed25519 AAAA${i}\n`))
    const said = await Promise.all(each.map((content) => runIn(kind, scriptFor(target, old, content))))
    const winners = each.filter((_, i) => said[i]?.said.includes('mark written'))
    expect(winners).toHaveLength(1)
    expect(await readFile(target)).toEqual(winners[0])
    const others = said.filter((run) => !run.said.includes('mark written'))
    for (const run of others) expect(run.said).toMatch(/mark stop (locked|changed)/)
  })

  it.for(shellKinds)(
    'is not held up for ever by a lock whose number another program has: %s',
    async (kind, context) => {
      requireShell(kind, context)
      const target = await account(old)
      const lock = join(dirname(target), '.authorized_keys.latchkey-lock')
      await symlink(`${process.pid}@${hostname()}`, lock)
      expect((await runIn(kind, scriptFor(target, old, next))).said).toContain('mark stop locked')
      const longAgo = Date.now() / 1000 - 11 * 60
      await lutimes(lock, longAgo, longAgo)
      expect((await runIn(kind, scriptFor(target, old, next))).said).toContain('mark written')
      expect((await around(target)).names).toEqual(['authorized_keys', BACKUP])
    },
  )

  it.for(shellKinds)('tidies up what other runs have left behind: %s', async (kind, context) => {
    requireShell(kind, context)
    const target = await account(old)
    for (const name of ['new', 'seen', 'new-0badcafe', 'seen-0badcafe'])
      await writeFile(join(dirname(target), `.authorized_keys.latchkey-${name}`), 'half a fi')
    expect((await runIn(kind, scriptFor(target, old, next))).said).toContain('mark written')
    expect(await around(target)).toEqual({
      names: ['authorized_keys', BACKUP],
      content: next.toString('latin1'),
    })
  })

  it.for(shellKinds)('overwrites nothing that has come since it was read: %s', async (kind, context) => {
    requireShell(kind, context)
    const target = await account(next)
    expect((await runIn(kind, scriptFor(target, old, next))).said).toContain('mark stop changed')
    expect(await around(target)).toEqual({ names: ['authorized_keys'], content: next.toString('latin1') })
  })
})

/** The lines of the program's steps: those of `after`, which write the new file's parts, and of `main`. */
function steps(lines: string[]): { first: number; last: number } {
  return { first: lines.indexOf('main() {') + 1, last: lines.indexOf('main') - 1 }
}
