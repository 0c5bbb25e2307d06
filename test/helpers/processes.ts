import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface RunResult {
  /** The exit code, or null if a signal ended it. */
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Written to stdin, which is then closed; without it stdin is empty. */
  input?: string
  timeoutMs?: number
}

/** Runs a program to its end without a shell. Throws if it can't be started or runs longer than `timeoutMs` (30 s). */
export function run(file: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd, env, input = '', timeoutMs = 30_000 } = options
  return new Promise((resolve, reject) => {
    // Without a UTF-8 locale ssh-keygen prints the bytes of other letters as numbers.
    const child = spawn(file, args, {
      cwd,
      env: { ...(env ?? process.env), LC_ALL: 'C.UTF-8' },
      stdio: 'pipe',
    })
    const stdout = collect(child.stdout)
    const stderr = collect(child.stderr)
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${file} ran longer than ${timeoutMs} ms\n${stdout()}\n${stderr()}`))
    }, timeoutMs)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout: stdout(), stderr: stderr() })
    })
    child.stdin.on('error', () => undefined) // it may end without reading; its exit code tells
    child.stdin.end(input)
  })
}

/** Like `run`, and throws with what the program wrote if its exit code isn't 0. Answers stdout. */
export async function runOk(file: string, args: string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, options)
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}\n${stderr}${stdout}`)
  return stdout
}

/** Resolves once `check` answers something truthy, with that. Throws after `timeoutMs`, naming `what`. */
export async function until<T>(
  what: string,
  check: () => T | Promise<T>,
  timeoutMs = 10_000,
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const answer = await check()
    if (answer) return answer as Exclude<T, false | null | undefined | 0 | ''>
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}

const servers = new Set<ChildProcess>()

/**
 * Starts a server in a process group of its own, so that Ctrl-C in our terminal doesn't end it before we could end what
 * it started. It doesn't outlive this process, unless that is killed by SIGKILL.
 */
export function spawnServer(file: string, args: string[], options: { env?: NodeJS.ProcessEnv } = {}) {
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  servers.add(child)
  child.once('exit', () => servers.delete(child))
  endServersWithUs()
  return child
}

const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
let watching = false

function endServersWithUs() {
  if (watching) return
  watching = true
  process.on('exit', killServers)
  for (const signal of ENDS) {
    process.once(signal, () => {
      killServers()
      // Nobody else wants to handle it: what it does by default.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
    })
  }
}

function killServers() {
  for (const { pid } of servers) if (pid !== undefined) killDescendantsAnd(pid)
}

/**
 * Ends a child and everything it started, also what has moved to process groups of its own (Linux only: reads /proc).
 * Resolves when the child itself is gone.
 */
export async function killTree(child: ChildProcess): Promise<void> {
  const { pid } = child
  if (pid === undefined || hasEnded(child)) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  killDescendantsAnd(pid)
  await gone
}

/** Ends everything that a process has started, at once, and leaves itself. */
export function killDescendants(pid: number): void {
  for (const victim of descendants(pid)) kill(victim, 'SIGKILL')
}

function killDescendantsAnd(pid: number) {
  kill(pid, 'SIGSTOP') // so that it starts nothing while we look
  for (const victim of [...descendants(pid), pid]) kill(victim, 'SIGKILL')
}

/** The pids of all living descendants of a process, nearest first. */
export function descendants(pid: number): number[] {
  const children = childrenByParent()
  const found: number[] = []
  for (let queue = [pid]; queue.length > 0; ) {
    queue = queue.flatMap((parent) => children.get(parent) ?? [])
    found.push(...queue)
  }
  return found
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    const parent = /^\d+$/.test(entry) ? parentOf(entry) : null
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  return children
}

function parentOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // "pid (name) state ppid …"; the name may hold blanks and brackets.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null // it ended between readdir and here
  }
}

function kill(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString('utf8')
}
