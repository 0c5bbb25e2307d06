import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { appFindings } from './app-rules.js'
import { root } from './lock.js'
import { readBuilt } from './packed.js'
import { prepare } from './prepare.js'
import { signingOf } from './signing.js'
import { type System, targets } from './targets.js'

/*
 * `npm run dist`: installers for the system that it runs on, of what is built in out/. What follows `--` goes to
 * electron-builder: `npm run dist -- --linux deb --x64`. It fetches Electron's binary and its own tools. Ends with 1 where what
 * came out breaks a rule.
 */
await prepare(targets.filter(({ os }) => os === process.platform))
const cli = join(root, 'node_modules/electron-builder/cli.js')
const { env, args } = signingOf(process.env, process.platform)
const { status } = spawnSync(
  process.execPath,
  [cli, '--publish', 'never', ...args, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env,
  },
)
if (status !== 0) process.exit(status ?? 1)

// The fuses, the archive's hash and the rest of what stands around it, read back from what the installers were made of.
const built = readBuilt(process.platform as System, join(root, 'dist'))
const found = (await Promise.all(built.map(appFindings))).flat()
if (built.length === 0) found.push({ rule: 'dist', what: 'Nothing was built that could be looked at.' })
for (const { rule, what } of found) process.stderr.write(`${rule}: ${what}\n`)
process.exit(found.length === 0 ? 0 : 1)
