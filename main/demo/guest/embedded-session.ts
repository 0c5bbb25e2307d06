import type { ServerChannel, Session } from 'ssh2'
import { createLineEditor } from './line-editor.js'
import type { ToyHost, ToyTerminal } from './toy-host.js'
import { createToyShell } from './toy-shell.js'

const CTRL_C = 0x03

/** Serves one SSH session: a shell with or without a terminal, or one command. */
export function serveSession(session: Session, host: ToyHost): void {
  const size = { rows: 24, cols: 80 }
  let hasTerminal = false
  session.on('pty', (accept, _reject, info) => {
    hasTerminal = true
    Object.assign(size, { rows: info.rows, cols: info.cols })
    accept?.()
  })
  session.on('window-change', (accept, _reject, info) => {
    Object.assign(size, { rows: info.rows, cols: info.cols })
    accept?.()
  })
  session.on('env', (accept) => accept?.())
  session.on('signal', (accept) => accept?.())
  session.on('shell', (accept) => {
    const channel = accept()
    if (hasTerminal) interact(channel, host, size)
    else channel.once('data', (line: Buffer) => runOnce(channel, host, size, line.toString()))
  })
  session.on('exec', (accept, _reject, { command }) => void runOnce(accept(), host, size, command))
}

async function runOnce(channel: ServerChannel, host: ToyHost, size: ToyTerminal['size'], command: string) {
  const code = await createToyShell(host).run(command, {
    size,
    write: (text) => send(channel, text),
    complain: (text) => void channel.stderr.write(text),
    interrupted: () => channel.destroyed,
  })
  finish(channel, code)
}

/** A prompt, line editing, one command at a time; keys that come meanwhile wait, but Ctrl-C stops the command. */
function interact(channel: ServerChannel, host: ToyHost, size: ToyTerminal['size']): void {
  const shell = createToyShell(host)
  let running = false
  let interrupted = false
  let waiting = ''
  const write = (text: string) => send(channel, text.replaceAll('\n', '\r\n'))
  const terminal = { size, write, complain: write, interrupted: () => interrupted || channel.destroyed }
  const editor = createLineEditor(shell.prompt, (text) => void channel.write(text))

  async function take(text: string): Promise<void> {
    waiting += text
    while (!running && waiting !== '') {
      const [line, rest] = editor.type(waiting)
      waiting = rest
      if (line === null) continue
      running = true
      interrupted = false
      const code = await shell.run(line, terminal)
      running = false
      if (shell.hasExited()) return finish(channel, code)
      if (!channel.destroyed) editor.prompt()
    }
  }
  channel.on('data', (bytes: Buffer) => {
    if (running && bytes.includes(CTRL_C)) {
      interrupted = true
      waiting = ''
      channel.write('^C\r\n')
      return
    }
    void take(bytes.toString('utf8'))
  })
  void write(`Welcome to ${host.name}, a simulated instance of Latchkey's demo. Type help.\n`)
  editor.prompt()
}

/** Resolves when the client has room for more: this is how the SSH window reaches the command. */
function send(channel: ServerChannel, text: string): Promise<void> | undefined {
  if (channel.destroyed || channel.write(text)) return undefined
  return new Promise((resolve) => {
    channel.once('drain', resolve)
    channel.once('close', resolve)
  })
}

function finish(channel: ServerChannel, code: number): void {
  if (channel.destroyed) return
  channel.exit(code)
  channel.end()
}
