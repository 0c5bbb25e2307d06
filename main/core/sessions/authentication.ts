import type { AnyAuthMethod, KeyboardInteractiveAuthMethod } from 'ssh2'
import type { Signer } from '../keys/signer.js'
import type { AttemptFacts } from './attempt-facts.js'
import { SignerAgent } from './signer-agent.js'
import type { AgentKey, OtherLogin } from './ssh.js'
import { UserAgent } from './user-agent.js'

/** How one connection authenticates. */
export interface Authentication {
  /**
   * What to try next, given what the server still takes (null before anything was tried) and whether it took what was tried
   * last but wants more; false: nothing more.
   */
  next(methods: string[] | null, partial: boolean): AnyAuthMethod | false | Promise<AnyAuthMethod | false>
  /** The key of the agent that signed last: after a login, the one that was let in. */
  agentKey(): AgentKey | null
}

/** The one key, once. Never `none`, a password, or whatever else ssh2 would turn to. */
export function withSigner(signer: Signer, facts: AttemptFacts): Authentication {
  const { user: username } = facts.target
  const agent = signerAgent(signer, facts)
  let tries = 0
  return {
    next: () => (tries++ === 0 ? { type: 'agent', username, agent } : false),
    agentKey: () => null,
  }
}

/** A key of the vault as ssh2 takes it, noting that the server asked for a signature. */
export function signerAgent(signer: Signer, facts: AttemptFacts): SignerAgent {
  return new SignerAgent(signer, () => {
    facts.signed = true
  })
}

/** Another way in than a key of the vault: a password, or the keys of the user's own agent. */
export function withOtherLogin(login: OtherLogin, facts: AttemptFacts): Authentication {
  facts.tried = login.kind
  return login.kind === 'password' ? withPassword(login.password, facts) : withAgent(login.socket, facts)
}

/**
 * Asks what the server takes, and then gives the password once: as such, or as the answer to the one hidden question of
 * keyboard-interactive (RFC 4256). Any further question is answered with nothing.
 */
function withPassword(password: Uint8Array, facts: AttemptFacts): Authentication {
  const { user: username } = facts.target
  let asked = false
  const give = () => {
    facts.given = true
    return Buffer.from(password).toString('utf8')
  }
  const prompt: KeyboardInteractiveAuthMethod['prompt'] = (_name, _words, _language, prompts, finish) => {
    const isPassword = !facts.given && prompts.length === 1 && prompts[0]?.echo !== true
    if (!isPassword) facts.asked = prompts.map(({ prompt: words }) => words).join(' ')
    finish(isPassword ? [give()] : prompts.map(() => ''))
  }
  return {
    next(methods) {
      if (methods === null) return { type: 'none', username }
      if (asked) return false
      asked = true
      if (methods.includes('password')) return { type: 'password', username, password: give() }
      if (methods.includes('keyboard-interactive')) return { type: 'keyboard-interactive', username, prompt }
      return false
    },
    agentKey: () => null,
  }
}

function withAgent(socket: string, facts: AttemptFacts): Authentication {
  const { user: username } = facts.target
  const agent = new UserAgent(socket, facts)
  let tries = 0
  return {
    next: () => (tries++ === 0 ? { type: 'agent', username, agent } : false),
    agentKey: () => agent.signedLast,
  }
}
