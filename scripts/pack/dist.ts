import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './lock.js'
import { prepare } from './prepare.js'
import { signingOf } from './signing.js'
import { targets } from './targets.js'

/*
 * `npm run dist`: installers for the system that it runs on, of what is built in out/. What follows `--` goes to
 * electron-builder: `npm run dist -- --linux deb --x64`. It fetches Electron's binary and its own tools.
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
process.exit(status ?? 1)
