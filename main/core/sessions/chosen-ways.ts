import type { AnyAuthMethod, KeyboardInteractiveAuthMethod } from 'ssh2'
import type { ChosenWay } from '../../../contract/remedies.js'
import type { LoginWay } from '../../../contract/sessions.js'
import type { Signer } from '../keys/signer.js'
import type { AskPerson } from './ask-person.js'
import type { AttemptFacts } from './attempt-facts.js'
import { type Authentication, signerAgent } from './authentication.js'
import type { LetIn, OtherWays } from './ssh.js'
import { UserAgent } from './user-agent.js'

/** As often as OpenSSH's client asks for a password. */
const TRIES = 3
/** More rounds of questions than any server has. */
const ROUNDS = 20

export interface SessionAuthentication extends Authentication {
  /** After a login. */
  letIn(): LetIn
}

interface Parts {
  signer: Signer | null
  others: OtherWays
  facts: AttemptFacts
  ask: AskPerson
  /** Ends the attempt. */
  fail(error: unknown): void
}

/**
 * Exactly the bound key first; then only what the user chose, where the server takes it. Without a key the server is asked
 * what it takes. What counts as a try at servers with MaxAuthTries 1 is the key alone.
 */
export function withChosenWays({ signer, others, facts, ask, fail }: Parts): SessionAuthentication {
  const { user: username } = facts.target
  const tries: Record<LoginWay, number> = { key: 0, agent: 0, prompts: 0, password: 0, nothing: 0 }
  const key = signer && signerAgent(signer, facts)
  const agent =
    others.agent === null
      ? null
      : new UserAgent(others.agent, facts, signer?.publicBlob ?? null, (problem) => {
          facts.agentProblem = problem
        })
  facts.others = others
  let fingerprint: string | null = null

  function take(way: LoginWay): number {
    facts.attempts.push(way)
    return tries[way]++
  }

  function noteAccepted(): void {
    const last = facts.attempts.at(-1)
    if (last === undefined) return
    facts.accepted.push(last)
    if (last === 'key') fingerprint = signer?.fingerprint ?? null
    if (last === 'agent') fingerprint = agent?.signedLast?.fingerprint ?? null
    facts.signed = false
    Object.assign(tries, { key: 0, agent: 0, prompts: 0, password: 0 })
  }

  const steps: Record<ChosenWay, () => Promise<AnyAuthMethod> | AnyAuthMethod | null> = {
    agent: () => {
      if (agent === null || tries.agent > 0) return null
      take('agent')
      return { type: 'agent', username, agent }
    },
    prompts: () => {
      if (tries.prompts >= TRIES) return null
      const again = take('prompts') > 0
      return { type: 'keyboard-interactive', username, prompt: prompting(again) }
    },
    password: () => {
      if (tries.password >= TRIES) return null
      const again = take('password') > 0
      return ask.password(again).then((password) => ({ type: 'password', username, password }))
    },
  }

  function prompting(again: boolean): KeyboardInteractiveAuthMethod['prompt'] {
    let rounds = 0
    return (title, instructions, _language, prompts, finish) => {
      const round = { title, instructions, prompts, again: again && rounds === 0 }
      rounds++
      if (rounds > ROUNDS) return fail(new Error('The server asks without end.'))
      ask.prompts(round).then(finish, fail)
    }
  }

  return {
    next(methods, partial) {
      if (isKey(facts.attempts.at(-1)) ? keyWasTaken(facts, methods) : partial) noteAccepted()
      if (key !== null && tries.key === 0 && (methods?.includes('publickey') ?? true)) {
        take('key')
        return { type: 'agent', username, agent: key }
      }
      if (methods === null) {
        if (tries.nothing > 0) return false
        take('nothing')
        return { type: 'none', username }
      }
      for (const way of openWays(methods, others)) {
        const step = steps[way]()
        if (step !== null) return step
      }
      return false
    },
    agentKey: () => agent?.signedLast ?? null,
    letIn() {
      noteAccepted()
      return { ways: facts.accepted, fingerprint }
    },
  }
}

/** In the order of OpenSSH's client. A password is what some servers ask for by questions alone. */
function openWays(methods: string[], { agent, prompts, password }: OtherWays): ChosenWay[] {
  const takesPassword = methods.includes('password')
  const asks = methods.includes('keyboard-interactive') && (prompts || (password && !takesPassword))
  return [
    ...(agent !== null && methods.includes('publickey') ? (['agent'] as const) : []),
    ...(asks ? (['prompts'] as const) : []),
    ...(password && takesPassword ? (['password'] as const) : []),
  ]
}

const isKey = (way: LoginWay | undefined) => way === 'key' || way === 'agent'

/** ssh2 does not tell of a partial success after a key: the server took the signature and wants no key any more. */
function keyWasTaken({ signed }: AttemptFacts, methods: string[] | null): boolean {
  return signed && methods !== null && !methods.includes('publickey')
}
