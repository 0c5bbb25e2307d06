import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

/*
 * npm run check: types of every side, lint and format, layers. One line each, as they end; what failed says why below its
 * line. As many run side by side as there are processors, at most four: a type check takes much memory.
 */
const root = join(import.meta.dirname, '..')
// The longest first, so that none of them is left over at the end.
const sides = ['main', 'test', 'renderer', 'preload', 'contract']
const checked = ['contract', 'main', 'preload', 'renderer', 'test', 'scripts', 'bench']

interface Check {
  name: string
  script: string
  args: string[]
}

// TypeScript 7 is native and takes a quarter of 6's time; dependency-cruiser reads by 6's API, which 7 does not have.
const checks: Check[] = [
  // What was fine and has not changed, nor what it imports, is not checked again: that stands in tsconfig.tsbuildinfo of
  // each side, which git ignores and a clean clone has not.
  ...sides.map((side) => ({
    name: `types: ${side}`,
    script: 'typescript7/bin/tsc',
    args: ['-p', side, '--incremental'],
  })),
  {
    name: 'layers',
    script: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.cjs', ...checked],
  },
  {
    name: 'lint and format',
    script: '@biomejs/biome/bin/biome',
    args: ['ci', '--error-on-warnings', '--colors=off', '.'],
  },
]

const waiting = [...checks]
let failed = 0
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, runWaiting))
process.stdout.write(failed === 0 ? 'All checks passed.\n' : `${failed} of ${checks.length} checks failed.\n`)
process.exit(failed === 0 ? 0 : 1)

async function runWaiting(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift())
    if (!(await run(check))) failed++
}

async function run({ name, script, args }: Check): Promise<boolean> {
  const start = performance.now()
  const { code, output } = await execute(join(root, 'node_modules', script), args)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.padStart(5)} s\n`)
  if (code !== 0) process.stdout.write(`${output}\n`)
  return code === 0
}

function execute(script: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => {
        output += part
      })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
