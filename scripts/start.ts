import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildIfNeeded } from './build-if-needed.js'
import { findDesktop } from './electron-binary.js'
import { NODE_FLAGS } from './node-flags.js'

/*
 * npm start [-- ARGUMENTS]: builds if needed, then starts the desktop window where it can be had, else the web host.
 *   --web        the web host straight
 *   --no-fetch   the desktop window only if Electron's binary is there already
 * All other arguments go to the host (main/web.ts, main/electron.ts).
 */
const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)
const own = ['--web', '--no-fetch']
const passed = args.filter((arg) => !own.includes(arg))

buildIfNeeded()
const desktop = args.includes('--web') ? null : await findDesktop(!args.includes('--no-fetch'))
if (desktop !== null && 'binary' in desktop) run(desktop.binary, [root, ...passed])
else {
  if (desktop !== null) process.stderr.write(`No desktop window: ${desktop.reason}. Starting the web host.\n`)
  run(process.execPath, [...NODE_FLAGS, join(root, 'out/main/web.js'), ...passed])
}

/** Lives as long as the host, hands it our signals and ends with its exit code. */
function run(command: string, commandArgs: string[]): void {
  const host = spawn(command, commandArgs, { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => host.kill(signal))
  process.on('SIGINT', () => undefined) // the terminal sends it to the host too
  host.on('error', (error) => {
    process.stderr.write(`${command} can't be started: ${error.message}\n`)
    process.exit(1)
  })
  host.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 128))
}
