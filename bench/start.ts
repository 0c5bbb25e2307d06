import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { NODE_FLAGS } from '../scripts/node-flags.js'

/* Runs bench.ts in Node as the hosts have it. */
const args = [
  ...NODE_FLAGS,
  '--import',
  'tsx',
  join(import.meta.dirname, 'bench.ts'),
  ...process.argv.slice(2),
]
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
process.exit(status ?? 1)
