import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { stopProcess } from '../e2e/launch.js'
import { bundleScript } from './bundle-script.js'

/**
 * Serves the built window over an app in memory, which answers at once and is as `args` say to `serve-fake`. `preload`: a
 * module that its process reads before all others.
 */
export async function startFakeHost(
  args: string[],
  { preload, env = {} }: { preload?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const imports = preload === undefined ? [] : ['--import', preload]
  const script = await fakeHostScript()
  const child = spawn(process.execPath, [...imports, script, ...args, '--latency', '0'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const url = await new Promise<string>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout })
    lines.once('line', resolve).once('close', () => reject(new Error('The fake host ended at once.')))
  })
  return { url, stop: () => stopProcess(child) }
}

let script: Promise<string> | undefined

/** Bundled once in this process, at whose end it is deleted: so a fake host starts in a quarter of the processor time. */
function fakeHostScript(): Promise<string> {
  script ??= bundleScript('serve-fake.ts').then((path) => {
    process.once('exit', () => rmSync(dirname(path), { recursive: true, force: true }))
    return path
  })
  return script
}
