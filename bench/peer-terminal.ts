import { type ChildProcess, spawn } from 'node:child_process'

/** OpenSSH's `ssh` with a shell on a pty of its own, read and thrown away as fast as it comes. */
export interface PeerTerminal {
  /** Types `input` and resolves with the milliseconds until `marker` was read. */
  time(input: string, marker: string): Promise<number>
  /** Types `input` and resolves when `count` bytes more were read. */
  flood(input: string, count: number): Promise<void>
  close(): void
}

/** `script` gives the local pty, as Debian has it everywhere. */
export function startPeerTerminal(sshArgs: string[]): PeerTerminal {
  const command = ['ssh', '-tt', ...sshArgs].map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`).join(' ')
  const child: ChildProcess = spawn('script', ['-qfc', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let tail = ''
  let wait: { marker: string; resolve(): void } | null = null
  let received = 0
  let flood: { until: number; resolve(): void } | null = null
  child.stdout?.on('data', (bytes: Buffer) => {
    received += bytes.length
    if (flood !== null && received >= flood.until) {
      flood.resolve()
      flood = null
    }
    if (wait === null) return
    const text = tail + bytes.subarray(Math.max(0, bytes.length - 4096)).toString('latin1')
    tail = text.slice(-64)
    if (!text.includes(wait.marker)) return
    wait.resolve()
    wait = null
  })
  return {
    flood: (input, count) =>
      new Promise((resolve) => {
        flood = { until: received + count, resolve }
        child.stdin?.write(input)
      }),
    time: (input, marker) =>
      new Promise((resolve) => {
        const start = performance.now()
        tail = ''
        wait = { marker, resolve: () => resolve(performance.now() - start) }
        child.stdin?.write(input)
      }),
    close: () => void child.kill('SIGHUP'),
  }
}
