import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ClockOrder } from '../helpers/clock-host-main.js'
import { CHEAP_PASSWORDS, type WebHost } from './launch.js'

const MINUTE_MS = 60_000

/** A web host whose time goes by as the test says. */
export interface ClockHost extends WebHost {
  /** So many minutes go by, the computer awake. */
  pass(minutes: number): Promise<void>
  /** The computer sleeps so long. */
  sleep(minutes: number): Promise<void>
}

export function clockHost(profileDir: string, env: NodeJS.ProcessEnv): ClockHost {
  let child: ChildProcess | null = null
  const running = (): ChildProcess => {
    if (child === null) throw new Error('The web host does not run.')
    return child
  }
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child === null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    child = null
  }
  const ask = async (order: ClockOrder): Promise<string> => {
    const answered = nextUrl(running())
    running().send(order)
    return answered
  }
  return {
    async start() {
      child = fork('test/helpers/clock-host-main.ts', [profileDir], {
        execArgv: ['--import', 'tsx', ...CHEAP_PASSWORDS],
        env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...env },
      })
      return nextUrl(child)
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    newUrl: () => ask({ order: 'url' }),
    pid: () => running().pid ?? 0,
    pass: async (minutes) => void (await ask({ order: 'pass', ms: minutes * MINUTE_MS })),
    sleep: async (minutes) => void (await ask({ order: 'jump', ms: minutes * MINUTE_MS })),
  }
}

async function nextUrl(child: ChildProcess): Promise<string> {
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return url
}
