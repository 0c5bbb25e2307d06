import type { Client } from 'ssh2'
import type { ConnectionOptions } from '../../../contract/connection.js'
import type { TerminalSize } from '../../../contract/sessions.js'
import { openShell, type Shell, type ShellStart } from './shell.js'
import { after } from './words-before.js'

interface Start {
  options: Pick<ConnectionOptions, 'environment' | 'startUp' | 'forwardAgent'>
  /** Where the user's own agent listens; empty where there is none. */
  agent: string
}

/**
 * Opens the shell, or what the user wants in its place, with the environment and the agent that the user chose. Where the
 * server does not take the agent, the session goes on without it and says so.
 */
export async function startShell(client: Client, size: TerminalSize, start: Start): Promise<Shell> {
  const { environment, startUp, forwardAgent } = start.options
  const { command, instead } = startUp
  const env = Object.fromEntries(environment.map(({ name, value }) => [name, value]))
  const plain: ShellStart = {
    ...(environment.length > 0 && { env }),
    ...(instead && command !== '' && { command }),
  }
  const shell = await withAgent(client, size, plain, forwardAgent ? start.agent : null)
  return command !== '' && !instead ? typing(shell, command) : shell
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
