import { existsSync, readlinkSync } from 'node:fs'
import { killTree, run, runOk, spawnServer, until } from './processes.js'

const IP = '/usr/sbin/ip'
const NSENTER = '/usr/bin/nsenter'
const UNSHARE = '/usr/bin/unshare'

/** A network of its own, in which a program sees nothing of this computer's. It goes with the process that holds it. */
export interface Namespace {
  /** The program and arguments that run another one in it. */
  within: [string, ...string[]]
  pid: number
  stop(): Promise<void>
}

/** Whether networks of their own can be made here, with links between them: that takes root, and not every container lets it. */
export async function canMakeNamespaces(): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  if (![IP, NSENTER, UNSHARE].every((path) => existsSync(path))) return false
  const { code } = await run(UNSHARE, ['-n', IP, 'link', 'add', 'lk0', 'type', 'veth', 'peer', 'name', 'lk1'])
  return code === 0
}

export async function makeNamespace(): Promise<Namespace> {
  const child = spawnServer(UNSHARE, ['-n', 'sleep', 'infinity'])
  const pid = await until('the process runs', () => child.pid)
  const own = readlinkSync('/proc/self/ns/net')
  await until('its network is another', () => readlinkSync(`/proc/${pid}/ns/net`) !== own)
  const within: [string, ...string[]] = [NSENTER, '-t', String(pid), '-n']
  await runIn({ within }, IP, 'link', 'set', 'lo', 'up')
  return { within, pid, stop: () => killTree(child) }
}

/** Answers stdout. Throws where it ends with another code than 0. */
export async function runIn({ within: [file, ...args] }: Pick<Namespace, 'within'>, ...command: string[]) {
  return runOk(file, [...args, ...command])
}

let links = 0

/** A cable between two networks, null being this computer's; each end is named by its address, as `10.0.0.1/24`. */
export async function link(
  from: { namespace: Namespace | null; address: string },
  to: { namespace: Namespace; address: string },
): Promise<void> {
  const names = [`lk${process.pid}a${links}`, `lk${process.pid}b${links++}`] as const
  await runOk(IP, ['link', 'add', names[0], 'type', 'veth', 'peer', 'name', names[1]])
  for (const [at, { namespace, address }] of [from, to].entries()) {
    const name = names[at] ?? ''
    if (namespace !== null) await runOk(IP, ['link', 'set', name, 'netns', String(namespace.pid)])
    const ip = (...args: string[]) => (namespace === null ? runOk(IP, args) : runIn(namespace, IP, ...args))
    await ip('addr', 'add', address, 'dev', name)
    await ip('link', 'set', name, 'up')
  }
}
