import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp } from '../../main/core/app.js'
import type { Ports } from '../../main/core/ports.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { runCheck } from './check.js'
import { type Lab, startLab } from './lab.js'
import { removeSecrets } from './remove-secrets.js'
import { interruptSteps, step } from './steps.js'

/*
 * npm run demo: a lab cloud on 127.0.0.1, and Latchkey's own demo on it. What it makes is gone when it ends.
 * npm run demo -- --check: the whole job through the same core, without a window.
 */

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } }, strict: false })
const passedOn = process.argv.slice(2).filter((arg) => arg !== '--check')
let ended = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    ended = true // and no exit: what was made must be removed first
    interruptSteps()
  })
const dir = await mkdtemp(join(tmpdir(), 'latchkey-demo-'))
const profileDir = join(dir, 'profile')
try {
  process.exitCode = values.check ? await check() : await demo()
} finally {
  await rm(dir, { recursive: true, force: true })
}
process.exit()

async function check(): Promise<number> {
  const starting = startLab()
  try {
    const lab = await step('Start the lab cloud', async () => {
      const started = await starting
      return { ...started, line: `${started.endpoint}, instances on ${guestsLine(started)}` }
    })
    return (await withCore(lab)) ? 0 : 1
  } catch {
    return 1 // the step that failed has said why
  } finally {
    const lab = await starting.catch(() => null) // said as well
    await lab?.stop()
  }
}

/** Whether every step went well; the one that didn't has said why. */
async function withCore(lab: Lab): Promise<boolean> {
  const ports = await openPorts({ profileDir })
  const app = createApp(ports, {
    kind: 'web',
    version: 'check',
    profileDir,
    putAside: ports.putAside,
    lab: null,
    crashes: 0,
  })
  const went = await runCheck(app, lab).then(
    () => true,
    () => false,
  )
  await app.close()
  const forgotten = await forgetSecrets(ports)
  await ports.close()
  return went && forgotten
}

async function demo(): Promise<number> {
  const lab = await startLab()
  try {
    return ended ? 1 : await showLatchkey(lab)
  } finally {
    await lab.stop()
  }
}

async function showLatchkey(lab: Lab): Promise<number> {
  const labFile = join(dir, 'lab.json')
  const { endpoint, apiKey, secretKey } = lab
  const account = { kind: 'cloudstack', name: 'Lab', values: { endpoint, apiKey, secretKey } }
  await writeFile(labFile, JSON.stringify(account), { mode: 0o600 })
  console.log(`Lab cloud at ${lab.endpoint}, ${lab.instances.length} instances on ${guestsLine(lab)}.`)
  console.log('Latchkey starts as its own demo does, with this cloud in the place of the simulated servers.')
  return runLatchkey(['--no-fetch', '--demo', '--lab-file', labFile, ...passedOn])
}

function guestsLine(lab: Lab): string {
  return lab.guests === 'sshd' ? 'real sshd processes' : 'SSH servers inside Node (no usable sshd here)'
}

/** Lives as long as Latchkey does; Ctrl-C reaches it through the terminal. */
function runLatchkey(args: string[]): Promise<number> {
  const root = join(import.meta.dirname, '../..')
  return new Promise((resolve, reject) => {
    const script = ['--import', import.meta.resolve('tsx'), join(root, 'scripts/start.ts')]
    const child = spawn(process.execPath, [...script, ...args], { stdio: 'inherit' })
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 0))
  })
}

/** The profile is a temporary folder, but a keychain would keep its secrets. Answers whether they are gone. */
async function forgetSecrets(ports: Ports): Promise<boolean> {
  try {
    await removeSecrets(ports)
    return true
  } catch (error) {
    console.error(`The demo's items of "Latchkey" are still in the keychain: ${(error as Error).message}`)
    return false
  }
}
