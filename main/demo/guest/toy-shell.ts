import { COMMANDS } from './toy-commands.js'
import type { ToyHost, ToyTerminal } from './toy-host.js'

export interface ToyShell {
  prompt(): string
  /** Runs a line and answers its exit code, as sh would. */
  run(line: string, terminal: ToyTerminal): Promise<number>
  hasExited(): boolean
}

/** Enough of a shell to look around in: words, quotes, `$(…)`, variables, `;` and `&&`. No real file or program is behind it. */
export function createToyShell(host: ToyHost): ToyShell {
  let exited = false
  let lastCode = 0
  const home = host.user === 'root' ? '/root' : `/home/${host.user}`
  const variables = (): Record<string, string> => ({
    USER: host.user,
    HOME: home,
    HOSTNAME: host.name,
    SHELL: '/bin/toysh',
    '?': `${lastCode}`,
  })

  async function run(line: string, terminal: ToyTerminal): Promise<number> {
    for (const { text, onlyIfOk } of split(line)) {
      if (onlyIfOk && lastCode !== 0) continue
      lastCode = await runOne(text, terminal)
      if (exited || terminal.interrupted()) break
    }
    return lastCode
  }

  async function runOne(text: string, terminal: ToyTerminal): Promise<number> {
    const [name, ...args] = await words(text, terminal)
    if (name === undefined) return lastCode
    if (name === 'exit') {
      exited = true
      return Number(args[0] ?? lastCode)
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (command) return command({ args, host, home, terminal })
    terminal.complain(`toysh: ${name}: command not found\n`)
    return 127
  }

  async function words(text: string, terminal: ToyTerminal): Promise<string[]> {
    const found: string[] = []
    for (const [word] of text.matchAll(/(?:"[^"]*"|'[^']*'|\$\([^)]*\)|[^\s"'])+/g)) {
      let value = ''
      for (const [part] of word.matchAll(/"[^"]*"|'[^']*'|\$\([^)]*\)|[^"'$]+|\$\w*\??/g)) {
        value += part.startsWith("'")
          ? part.slice(1, -1)
          : await expand(part.replace(/^"(.*)"$/s, '$1'), terminal)
      }
      found.push(value)
    }
    return found
  }

  async function expand(text: string, terminal: ToyTerminal): Promise<string> {
    let expanded = ''
    for (const [part] of text.matchAll(/\$\([^)]*\)|\$\w+|\$\?|[^$]+|\$/g)) {
      if (part.startsWith('$(')) expanded += await capture(part.slice(2, -1), terminal)
      else if (part.length > 1 && part.startsWith('$')) expanded += variables()[part.slice(1)] ?? ''
      else expanded += part
    }
    return expanded
  }

  async function capture(line: string, terminal: ToyTerminal): Promise<string> {
    let output = ''
    const write = (text: string) => {
      output += text
      return undefined
    }
    await run(line, { ...terminal, write })
    return output.replace(/\n+$/, '')
  }

  return { prompt: () => `${host.user}@${host.name}:~$ `, run, hasExited: () => exited }
}

/** The commands of a line, outside quotes and `$(…)`. */
function split(line: string): { text: string; onlyIfOk: boolean }[] {
  const commands = [{ text: '', onlyIfOk: false }]
  for (const [part] of line.matchAll(/"[^"]*"|'[^']*'|\$\([^)]*\)|&&|[;\n]|[\s\S]/g)) {
    if (part === ';' || part === '\n' || part === '&&') commands.push({ text: '', onlyIfOk: part === '&&' })
    else for (const last of commands.slice(-1)) last.text += part
  }
  return commands.filter(({ text }) => text.trim() !== '')
}
