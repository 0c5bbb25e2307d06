import type { ToyHost, ToyTerminal } from './toy-host.js'

export interface Invocation {
  args: string[]
  host: ToyHost
  home: string
  terminal: ToyTerminal
}

/** Answers the exit code. */
type Program = (invocation: Invocation) => number | Promise<number>

const prints =
  (text: (invocation: Invocation) => string): Program =>
  async (invocation) => {
    await invocation.terminal.write(`${text(invocation)}\n`)
    return 0
  }

export const COMMANDS: Record<string, Program> = {
  help: prints(() => `Commands: ${Object.keys(COMMANDS).sort().join(' ')} exit`),
  whoami: prints(({ host }) => host.user),
  hostname: prints(({ host }) => host.name),
  id: prints(({ host }) => `uid=1000(${host.user}) gid=1000(${host.user}) groups=1000(${host.user})`),
  uname: prints(({ args, host }) =>
    args.includes('-a') ? `Linux ${host.name} 6.1.0-demo x86_64 GNU/Linux` : 'Linux',
  ),
  pwd: prints(({ home }) => home),
  echo: prints(({ args }) => args.join(' ')),
  date: prints(() => new Date().toUTCString()),
  tty: prints(() => '/dev/pts/0'),
  true: () => 0,
  false: () => 1,
  stty: ({ args, terminal }) => {
    if (args[0] !== 'size') return fail(terminal, 'stty: only "stty size" is known here')
    return prints(() => `${terminal.size.rows} ${terminal.size.cols}`)({ args, terminal } as Invocation)
  },
  clear: async ({ terminal }) => {
    await terminal.write('\x1b[2J\x1b[H')
    return 0
  },
  ls: prints((invocation) =>
    Object.keys(files(invocation)).filter(isShown(invocation)).map(baseName).join('  '),
  ),
  cat,
  seq: ({ args, terminal }) => lines(terminal, Number(args.at(-1) ?? 1), (index) => `${index}`),
  flood: ({ args, terminal }) =>
    lines(terminal, Number(args[0] ?? Number.POSITIVE_INFINITY), (index) => {
      return `\x1b[3${1 + (index % 6)}m${String(index).padStart(9)}\x1b[0m The quick brown fox jumps over the lazy dog`
    }),
}

async function cat({ args, host, home, terminal }: Invocation): Promise<number> {
  let code = 0
  for (const arg of args) {
    const path = arg.startsWith('~/') ? home + arg.slice(1) : arg.startsWith('/') ? arg : `${home}/${arg}`
    const content = files({ host, home })[path]
    if (content === undefined) code = fail(terminal, `cat: ${arg}: No such file or directory`)
    else await terminal.write(content())
  }
  return code
}

/** The files that can be seen: path to content. None of them is a file of this computer. */
function files({ host, home }: Pick<Invocation, 'host' | 'home'>): Record<string, () => string> {
  return {
    '/etc/hostname': () => `${host.name}\n`,
    '/etc/os-release': () => 'PRETTY_NAME="Latchkey demo image"\nID=demo\n',
    [`${home}/README`]: () => 'This instance runs inside Latchkey. Try: flood, seq 100000, stty size.\n',
    [`${home}/.ssh/authorized_keys`]: () => host.authorizedKeys(),
  }
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** `ls` shows the folder of its argument, by default the home, without dot files. */
function isShown({ args, home }: Invocation) {
  const wanted = (args.find((arg) => !arg.startsWith('-')) ?? home).replace(/^~/, home).replace(/\/$/, '')
  return (path: string) => path.slice(0, path.lastIndexOf('/')) === wanted
}

/** Writes lines 1 to `count` in chunks, as fast as the reader takes them, until Ctrl-C. Interrupted: 130. */
async function lines(terminal: ToyTerminal, count: number, line: (index: number) => string): Promise<number> {
  for (let index = 1; index <= count; ) {
    let chunk = ''
    for (; index <= count && chunk.length < 16_384; index++) chunk += `${line(index)}\n`
    await terminal.write(chunk)
    await new Promise((resolve) => setImmediate(resolve)) // lets Ctrl-C in
    if (terminal.interrupted()) return 130
  }
  return 0
}

function fail(terminal: ToyTerminal, text: string): number {
  terminal.complain(`${text}\n`)
  return 1
}
