import type { Client } from 'ssh2'
import type { ConnectionOptions } from '../../../contract/connection.js'
import type { TerminalSize } from '../../../contract/sessions.js'
import { openShell, type Shell, type ShellStart } from './shell.js'
import { after } from './words-before.js'

interface Start {
  options: Pick<ConnectionOptions, 'environment' | 'startUp' | 'forwardAgent'>
  /** Where the user's own agent listens; empty where there is none. */
  agent: string
  /** The user's LANG and LC_* variables, where they are UTF-8. */
  locale?: Record<string, string> | undefined
}

/** Where the user has none: it is there on nearly every system, and on others programs fall back to C. */
const UTF8 = { LANG: 'C.UTF-8' }

/** What terminals of 16 million colours say. Debian 13 and what follows it takes it by default; others leave it unheard. */
const COLOURS = { COLORTERM: 'truecolor' }

/**
 * Opens the shell, or what the user wants in its place, with the environment and the agent that the user chose. Where the
 * server does not take the agent, the session goes on without it and says so.
 */
export async function startShell(client: Client, size: TerminalSize, start: Start): Promise<Shell> {
  const { environment, startUp, forwardAgent } = start.options
  const { command, instead } = startUp
  const plain: ShellStart = {
    env: environmentOf(environment, start.locale),
    ...(instead && command !== '' && { command }),
  }
  const shell = await withAgent(client, size, plain, forwardAgent ? start.agent : null)
  return command !== '' && !instead ? typing(shell, command) : shell
}

/**
 * The terminal is UTF-8 always, and the server's programs are told so as OpenSSH's client tells them on Debian and macOS: by
 * the user's locale. Whoever names one variable of it for a host has said what that host gets.
 */
function environmentOf(
  environment: ConnectionOptions['environment'],
  locale: Record<string, string> = UTF8,
): Record<string, string> {
  const own = Object.fromEntries(environment.map(({ name, value }) => [name, value]))
  const named = Object.keys(own).some((name) => /^(?:LANG$|LC_)/.test(name))
  return { ...COLOURS, ...(named ? {} : locale), ...own }
}

async function withAgent(
  client: Client,
  size: TerminalSize,
  plain: ShellStart,
  agent: string | null,
): Promise<Shell> {
  if (agent === null) return openShell(client, size, plain)
  if (agent === '')
    return after(saying('There is no SSH agent to forward.'), await openShell(client, size, plain))
  try {
    return await openShell(client, size, { ...plain, agentForward: true })
  } catch (error) {
    if (!(error instanceof Error) || !/agent forwarding/.test(error.message)) throw error
    return after(saying('The server does not allow agent forwarding.'), await openShell(client, size, plain))
  }
}

const saying = (words: string) => Buffer.from(`[Latchkey] ${words}\r\n`)

/** Types a command as soon as the shell says something: before that it may not be there to read it. */
function typing(shell: Shell, command: string): Shell {
  let typed = false
  return {
    ...shell,
    onOutput: (listener) =>
      shell.onOutput((bytes) => {
        listener(bytes)
        if (typed) return
        typed = true
        shell.write(Buffer.from(`${command}\r`))
      }),
  }
}
