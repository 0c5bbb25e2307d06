import type { ChosenWay, Remedy } from '../../../contract/remedies.js'
import type { LoginWay } from '../../../contract/sessions.js'
import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import { type AttemptFacts, place } from './attempt-facts.js'
import { noAgent } from './user-agent.js'

/** The sentence for a session that the server did not let in: what it refused, what it takes, and what can be chosen. */
export function sessionRefused(cause: unknown, facts: AttemptFacts, detail: string): LatchkeyError {
  const { target, accepted, attempts, agentProblem } = facts
  const remedies = remediesFor(facts)
  const parts = { detail, cause, ...(remedies.length > 0 && { remedies }) }
  if (agentProblem !== null && attempts.every((way) => way === 'agent' || way === 'nothing'))
    return noAgent(agentProblem)
  if (accepted.length > 0 && !refusedAfter(facts)) return wantsMore(facts, parts)
  if (takesNoKeys(facts)) return noKeys(facts, remedies, parts)
  const refused = refusedWords(facts)
  if (refused === '')
    return new LatchkeyError('ssh-auth-refused', `${place(target)} takes none of the chosen ways in.`, {
      advice: `For ${target.user} it takes ${takes(facts)}.${hint(remedies)}`,
      ...parts,
    })
  return new LatchkeyError(
    codeFor(facts),
    `${place(target)} refused ${refused} for the user ${target.user}.`,
    { advice: adviceFor(facts, remedies, detail), ...parts },
  )
}

type Parts = ConstructorParameters<typeof LatchkeyError>[2]

function wantsMore(facts: AttemptFacts, parts: Parts): LatchkeyError {
  const { target, accepted } = facts
  const taken = accepted.map((way) => names[way]).join(' and ')
  return new LatchkeyError(
    'ssh-auth-refused',
    `${capital(taken)} was accepted, but ${place(target)} also wants ${takes(facts)}.`,
    {
      advice: hint(parts?.remedies ?? []).trim() || 'Choose what else it may ask for under Connection.',
      ...parts,
    },
  )
}

/** Only keys were tried, and the server says that it takes none of this user. */
const takesNoKeys = ({ attempts, methods }: AttemptFacts) =>
  methods !== null && !methods.includes('publickey') && attempts.every((way) => way === 'key')

function noKeys({ target, ...facts }: AttemptFacts, remedies: Remedy[], parts: Parts): LatchkeyError {
  const { user } = target
  if (facts.methods?.length === 0)
    return new LatchkeyError(
      'ssh-auth-refused',
      `${place(target)} lets ${user} log in by no method at all.`,
      {
        advice: `Look at AuthenticationMethods, PubkeyAuthentication and PasswordAuthentication in its sshd_config.`,
        ...parts,
      },
    )
  return new LatchkeyError('ssh-auth-refused', `${place(target)} takes no keys for the user ${user}.`, {
    advice: `It takes ${takes({ target, ...facts })}.${hint(remedies)}`,
    ...parts,
  })
}

/** Something was tried, and refused, after the last that was accepted. */
function refusedAfter({ attempts, accepted }: AttemptFacts): boolean {
  const last = accepted.at(-1)
  return last !== undefined && attempts.at(-1) !== last
}

const names: Record<LoginWay, string> = {
  key: told`the key`,
  agent: told`the key of your SSH agent`,
  prompts: told`what was typed`,
  password: told`the password`,
  nothing: told`the login`,
}

function refusedWords({ attempts, accepted, agentKeys }: AttemptFacts): string {
  const tried = [...new Set(attempts)].filter((way) => way !== 'nothing' && !accepted.includes(way))
  const words = tried.flatMap((way) => {
    if (way !== 'agent') return [names[way]]
    if (agentKeys === 0) return []
    return [
      agentKeys === 1 ? told`the one key of your SSH agent` : told`the ${agentKeys} keys of your SSH agent`,
    ]
  })
  return listed(words)
}

function adviceFor(facts: AttemptFacts, remedies: Remedy[], detail: string): string {
  const { target, attempts, agentKeys, agentProblem } = facts
  const { user } = target
  const tooMany = /too many authentication failures/i.test(detail)
  if (tooMany && attempts.includes('agent') && agentKeys > 1)
    return 'The server ends the login after a few tries: leave only the right key in the agent (ssh-add -d).'
  if (attempts.at(-1) === 'password' || attempts.at(-1) === 'prompts')
    return `Check the user ${user} and what was typed. Servers shut out those who try too often.`
  const agent =
    agentProblem !== null
      ? ` ${told`Your SSH agent can't be reached.`}`
      : attempts.includes('agent') && agentKeys === 0
        ? ` ${told`Your SSH agent has no further keys, or is locked.`}`
        : ''
  return told`The login user may be another than ${user}, or the key is not in that user's authorized_keys.${agent}${hint(remedies)}`
}

const codeFor = ({ attempts }: AttemptFacts) =>
  attempts.at(-1) === 'password' || attempts.at(-1) === 'prompts'
    ? 'ssh-password-refused'
    : 'ssh-auth-refused'

/** What the server would still take and the user has not chosen. */
function remediesFor({ methods, others, attempts }: AttemptFacts): Remedy[] {
  if (others === null) return []
  const has = (method: string) => (methods ?? []).includes(method)
  const ways: ChosenWay[] = [
    ...(has('password') && !others.password ? (['password'] as const) : []),
    ...(has('keyboard-interactive') && !others.prompts && !others.password ? (['prompts'] as const) : []),
    ...(has('publickey') && others.agent === null && attempts.length > 0 ? (['agent'] as const) : []),
  ]
  return ways.map((way) => ({ kind: 'choose-way', way }))
}

const remedyWords: Record<ChosenWay, string> = {
  password: told`a password`,
  prompts: told`what the server asks`,
  agent: told`your own SSH agent`,
}

function hint(remedies: Remedy[]): string {
  const ways = remedies.flatMap((one) => (one.kind === 'choose-way' ? [remedyWords[one.way]] : []))
  return ways.length === 0 ? '' : ` ${told`Under Connection you can also choose ${listed(ways, told`or`)}.`}`
}

const methodWords: Record<string, string> = {
  publickey: told`a key`,
  password: told`a password`,
  'keyboard-interactive': told`answers to its questions`,
}

const takes = ({ methods }: AttemptFacts) =>
  listed(
    (methods ?? []).map((method) => methodWords[method] ?? method),
    told`or`,
  ) || told`nothing`

function listed(words: string[], last = told`and`): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
