import { LatchkeyError } from '../lib/error.js'
import { shown } from './file-errors.js'
import { WHERE } from './programs.js'
import { type Become, type RemoteShell, runProgram, type Said } from './run-program.js'

/** A login that is open, as whoever logged in. */
export type Door = Omit<RemoteShell, 'become'>

/** Whose file is looked for, and by what. */
export interface Account {
  /** Null: the one's who logged in. */
  account: string | null
  /** The password for sudo, where another account's file needs one. */
  sudoPassword: Uint8Array | null
}

/** Where an account's keys are looked for, and how its files are reached. */
export interface Where {
  account: string
  home: string
  /** Absolute, or from the home. */
  paths: string[]
  /** Where these paths are from, for people. */
  source: 'sshd' | 'default'
  become: Become
  /** What is not known of where sshd looks, as sentences. */
  unknown: string[]
}

/** Asks the server who we are there, whose file it is, and where its sshd looks for it. */
export async function findKeyFiles(door: Door, { account, sudoPassword }: Account): Promise<Where> {
  const self = { ...door, become: { how: 'self' } as const }
  const { facts } = await runProgram(self, WHERE, { account: account ?? '' })
  const fact = (name: string) => facts.find((known) => known.name === name)?.value ?? ''
  const [me, user, home] = [fact('me'), fact('account'), fact('home')]
  if (!home.startsWith('/') || fact('account-uid') === '') throw noAccount(door.place, shown(user))
  const patterns = fact('authorizedkeysfile')
  const isRoot = fact('uid') === '0'
  const become: Become =
    user === me
      ? { how: 'self' }
      : isRoot
        ? { how: 'su', user }
        : { how: 'sudo', user, password: sudoPassword }
  const told =
    patterns === '' || isDropbear(door) ? null : expand(patterns, { user, home, uid: fact('account-uid') })
  return {
    account: user,
    home,
    become,
    source: told === null ? 'default' : 'sshd',
    paths: told ?? defaultPaths(door, user),
    unknown: isDropbear(door) ? [] : unknownOf(facts, door.place, shown(user)),
  }
}

/** Only root may ask sshd itself: where its settings could not be read to the end, it is said rather than guessed. */
function unknownOf(facts: Said['facts'], place: string, user: string): string[] {
  const has = (...names: string[]) =>
    facts.some(({ name, value }) => names.includes(name) && value.trim() !== 'none')
  return [
    ...(has('unseen', 'within-match-authorizedkeysfile')
      ? [`Only root can see on ${place} whether its sshd reads another file for ${user}.`]
      : []),
    ...(has('authorizedkeyscommand', 'within-match-authorizedkeyscommand')
      ? [`The sshd of ${place} also asks a command for keys (AuthorizedKeysCommand), which is not looked at.`]
      : []),
  ]
}

/** sshd_config(5), AuthorizedKeysFile and TOKENS. */
function expand(
  patterns: string,
  { user, home, uid }: { user: string; home: string; uid: string },
): string[] {
  const tokens: Record<string, string> = { '%': '%', h: home, u: user, U: uid }
  const words = (patterns.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"|"$/g, ''))
  return words
    .filter((word) => word !== 'none')
    .map((word) => word.replace(/%([%huU])/g, (_all, token: string) => tokens[token] ?? ''))
}

/** Dropbear of OpenWrt has root's keys in /etc/dropbear; everywhere else they are where OpenSSH looks by default. */
function defaultPaths(door: Door, user: string): string[] {
  if (!isDropbear(door)) return ['.ssh/authorized_keys', '.ssh/authorized_keys2']
  return [...(user === 'root' ? ['/etc/dropbear/authorized_keys'] : []), '.ssh/authorized_keys']
}

const isDropbear = ({ connection }: Door) => /dropbear/i.test(connection.software ?? '')

function noAccount(place: string, user: string): LatchkeyError {
  return new LatchkeyError('authorized-keys-elsewhere', `${place} has no account ${user} with a home.`, {
    advice: 'Check the user name.',
  })
}
