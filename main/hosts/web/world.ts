import { fork } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoAccount } from '../../core/demo/prepare.js'
import { worldAccount } from '../../platform/demo-world.js'

/**
 * Starts the demo's cloud and servers in a process of their own, which can read the program's files and can change none, start
 * no program and see nothing of our environment. It ends with us. `outDir`: what was built.
 */
export async function startWorldProcess(outDir: string): Promise<DemoAccount> {
  const root = realpathSync(join(outDir, '..'))
  const world = fork(join(outDir, 'main/demo-world.js'), [], {
    cwd: root,
    env: {},
    execArgv: [...permissionFlags(process.allowedNodeEnvironmentFlags), `--allow-fs-read=${join(root, '*')}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return worldAccount(world)
}

/** Node 20 has its permission model under a longer name; from 25 on it holds for the network too. */
export function permissionFlags(known: ReadonlySet<string>): string[] {
  const flag = known.has('--permission') ? '--permission' : '--experimental-permission'
  return known.has('--allow-net') ? [flag, '--allow-net'] : [flag]
}
