import { randomBytes } from 'node:crypto'
import type { ClientChannel } from 'ssh2'
import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import { orAborted } from '../lib/or-aborted.js'
import { wipe } from '../lib/wipe.js'
import type { Clock } from '../ports.js'
import { printable } from '../sessions/attempt-facts.js'
import type { SshConnection } from '../sessions/ssh.js'
import { createTimeLimit, TimeUp } from '../sessions/time-limit.js'
import { program } from './programs.js'

/** A server's shell, as the user who logged in or as another one. */
export interface RemoteShell {
  connection: SshConnection
  /** Named in sentences: `deploy@web-1`. */
  place: string
  clock: Clock
  signal: AbortSignal
  become: Become
}

/** `self`: the user who logged in. Otherwise another one by `su` (from root) or `sudo`, whose password is asked for only then. */
export type Become =
  | { how: 'self' }
  | { how: 'su'; user: string }
  | { how: 'sudo'; user: string; password: Uint8Array | null }

/** What a program has said: lines `name value` in order, and the bytes between `content` and `end`, in order. */
export interface Said {
  facts: { name: string; value: string }[]
  contents: Buffer[]
  /** What the shell's commands complained of, as one line. */
  complaint: string
}

/** For the shell to answer, and then for the work. */
const START_MS = 15_000
const LIMIT_MS = 30_000
const MOST_BYTES = 4 * 1024 * 1024

/**
 * Runs a program of programs.ts on the server and answers what it said, also where it stopped itself (`stop`). The
 * text goes over stdin to `sh -s`, and only once a shell has answered: a forced command would take it for its own input.
 * Throws `ssh-no-shell`, `sudo-refused`, `ssh-closed`, `ssh-timeout` or the signal's reason.
 */
export async function runProgram(
  shell: RemoteShell,
  text: string,
  values: Record<string, string> = {},
): Promise<Said> {
  const mark = randomBytes(12).toString('hex')
  const limit = createTimeLimit(shell.clock, shell.signal)
  limit.start(START_MS)
  let begun = false
  let channel: ClientChannel | null = null
  try {
    channel = await orAborted(limit.signal, openChannel(shell, mark), (late) => late.destroy())
    const onShell = () => {
      begun = true
      limit.start(LIMIT_MS)
    }
    return await orAborted(limit.signal, talk(channel, shell, mark, program(mark, values, text), onShell))
  } catch (error) {
    if (!(error instanceof TimeUp)) throw error
    throw begun ? tooSlow(shell, error) : notBegun(shell, '', Buffer.alloc(0))
  } finally {
    limit.end()
    channel?.destroy()
  }
}

function openChannel({ connection, place, become }: RemoteShell, mark: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    try {
      connection.client.exec(command(become, mark), (error, channel) =>
        error ? reject(noShell(place, error.message)) : resolve(channel),
      )
    } catch (cause) {
      reject(
        new LatchkeyError('ssh-closed', `The connection to ${place} is gone.`, { retryable: true, cause }),
      )
    }
  })
}

/**
 * Understood by every login shell, csh and fish too. The mark is said in two halves, so that what only repeats its
 * command does not pass for a shell.
 */
function command(become: Become, mark: string): string {
  const start = `echo "${mark.slice(0, 8)}""${mark.slice(8)}"; exec sh -s`
  if (become.how === 'self') return `sh -c '${start}'`
  const user = requirePlainUser(become.user)
  if (become.how === 'su') return `su -s /bin/sh ${user} -c '${start}'`
  // sudo makes one % of two: nor does what repeats the command pass for sudo.
  const ask = become.password === null ? '-n' : `-k -S -p ${promptOf(mark).replace('%', '%%')}`
  return `sudo ${ask} -H -u ${user} -- sh -c '${start}'`
}

const promptOf = (mark: string) => `prompt-${mark.slice(0, 8)}%${mark.slice(8)}:`

function requirePlainUser(user: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(user)) return user
  throw new LatchkeyError('input-invalid', `Latchkey can't become the user ${user}.`, {
    advice: 'Log in as that user instead.',
  })
}

function talk(
  channel: ClientChannel,
  shell: RemoteShell,
  mark: string,
  script: string,
  onShell: () => void,
): Promise<Said> {
  const prompt = promptOf(mark)
  let output = Buffer.alloc(0)
  let errors = ''
  let sent = false
  let prompted = 0
  return new Promise((resolve, reject) => {
    const answerPrompt = () => {
      if (errors.split(prompt).length - 1 <= prompted) return
      prompted++
      const { become } = shell
      if (prompted > 1 || become.how !== 'sudo' || become.password === null)
        return reject(sudoRefused(shell, 'The password was not accepted.'))
      const line = Buffer.concat([become.password, Buffer.from('\n')])
      channel.write(line, () => wipe(line))
    }
    channel.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('latin1')).slice(-20_000)
      if (!sent) answerPrompt()
    })
    channel.on('data', (chunk: Buffer) => {
      output = Buffer.concat([output, chunk])
      if (output.length > MOST_BYTES) return reject(tooMuch(shell))
      if (sent || !output.includes(`${mark}\n`)) return
      sent = true
      onShell()
      channel.end(Buffer.from(script, 'latin1'))
    })
    channel.on('error', reject)
    channel.on('close', () => {
      const complaint = printable(Buffer.from(errors.replaceAll(prompt, ''), 'latin1'))
      if (!sent) return reject(notBegun(shell, complaint, output))
      const said = readSaid(output, mark)
      if (said === null) return reject(cutOff(shell, complaint))
      resolve({ ...said, complaint })
    })
  })
}

/** Null where the end is missing: the program was cut off. */
function readSaid(output: Buffer, mark: string): Omit<Said, 'complaint'> | null {
  const said: Omit<Said, 'complaint'> = { facts: [], contents: [] }
  const sign = `\n${mark} `
  // The shell's own mark stands alone on the first of its lines.
  let at = output.indexOf(sign, output.indexOf(`${mark}\n`))
  while (at >= 0) {
    const end = output.indexOf('\n', at + 1)
    if (end < 0) return null
    const line = output.subarray(at + sign.length, end).toString('latin1')
    const [name = ''] = line.split(' ', 1)
    said.facts.push({ name, value: line.slice(name.length + 1) })
    const close = name === 'content' ? output.indexOf(`${sign}end\n`, end) : end
    if (close < 0) return null
    if (name === 'content') said.contents.push(output.subarray(end + 1, close))
    at = output.indexOf(sign, close)
  }
  const last = said.facts.at(-1)?.name
  return last === 'over' || last === 'stop' ? said : null
}

function notBegun(shell: RemoteShell, complaint: string, output: Buffer): LatchkeyError {
  const { how } = shell.become
  const words = complaint === '' ? printable(output) : complaint
  return how === 'self' ? noShell(shell.place, words) : sudoRefused(shell, words)
}

function noShell(place: string, words: string): LatchkeyError {
  return new LatchkeyError('ssh-no-shell', `${place} lets in, but gives no shell to work with.`, {
    advice:
      'The account has a forced command, no login shell, or no sh: log in as another user who may become this one by sudo.',
    ...(words === '' ? {} : { detail: `It said: ${words}` }),
  })
}

function sudoRefused({ place, become }: RemoteShell, words: string): LatchkeyError {
  const user = become.how === 'self' ? told`another user` : become.user
  const needsPassword = /password is required|terminal is required|no askpass/i.test(words)
  return new LatchkeyError('sudo-refused', `${place} was not let become ${user}.`, {
    advice: needsPassword
      ? 'sudo asks for a password there: give the password of the login user.'
      : `Log in as ${user} or as root, or allow it in sudoers.`,
    ...(words === '' ? {} : { detail: `It said: ${words}` }),
  })
}

function cutOff({ place }: RemoteShell, words: string): LatchkeyError {
  return new LatchkeyError('ssh-closed', `${place} ended the work before it was done.`, {
    advice: 'Try again. authorized_keys is whole, as it was or as it should be.',
    ...(words === '' ? {} : { detail: `It said: ${words}` }),
    retryable: true,
  })
}

function tooMuch({ place }: RemoteShell): LatchkeyError {
  return new LatchkeyError(
    'authorized-keys-unreadable',
    `${place} sent more than any authorized_keys holds.`,
    {
      advice: 'Look at the file on the server: Latchkey edits it up to 1 MB.',
    },
  )
}

function tooSlow({ place }: RemoteShell, cause: unknown): LatchkeyError {
  return new LatchkeyError('ssh-timeout', `${place} did not answer within ${LIMIT_MS / 1000} seconds.`, {
    advice: 'The server may be overloaded or its disk may hang. Try again.',
    retryable: true,
    cause,
  })
}
