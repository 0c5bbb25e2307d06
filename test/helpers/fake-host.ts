import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { stopProcess } from '../e2e/launch.js'

/**
 * Serves the built window over an app in memory, which answers at once and is as `args` say to `serve-fake`. `preload`: a
 * module that its process reads before all others.
 */
export async function startFakeHost(
  args: string[],
  { preload, env = {} }: { preload?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const imports = ['tsx', ...(preload === undefined ? [] : [preload])].flatMap((name) => ['--import', name])
  const child = spawn(
    process.execPath,
    [...imports, 'test/helpers/serve-fake.ts', ...args, '--latency', '0'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    },
  )
  const url = await new Promise<string>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout })
    lines.once('line', resolve).once('close', () => reject(new Error('The fake host ended at once.')))
  })
  return { url, stop: () => stopProcess(child) }
}
