import {
  type AnyAuthMethod,
  BaseAgent,
  createAgent,
  type IdentityCallback,
  type KeyboardInteractiveAuthMethod,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2'
import { fingerprintSha256 } from '../keys/public-key.js'
import type { Signer } from '../keys/signer.js'
import { LatchkeyError } from '../lib/error.js'
import type { AttemptFacts } from './attempt-facts.js'
import { requireSha2, SignerAgent } from './signer-agent.js'
import type { AgentKey, OtherLogin } from './ssh.js'

/** How one connection authenticates. */
export interface Authentication {
  /** What to try next, given what the server still takes (null before anything was tried); false: nothing more. */
  next(methods: string[] | null): AnyAuthMethod | false
  /** The key of the agent that signed last: after a login, the one that was let in. */
  agentKey(): AgentKey | null
}

/** The one key, once. Never `none`, a password, or whatever else ssh2 would turn to. */
export function withSigner(signer: Signer, facts: AttemptFacts): Authentication {
  const { user: username } = facts.target
  const agent = new SignerAgent(signer, () => {
    facts.signed = true
  })
  let tries = 0
  return {
    next: () => (tries++ === 0 ? { type: 'agent', username, agent } : false),
    agentKey: () => null,
  }
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
  const agent = new WatchedAgent(createAgent(socket), facts)
  let tries = 0
  return {
    next: () => (tries++ === 0 ? { type: 'agent', username, agent } : false),
    agentKey: () => agent.signedLast,
  }
}

/** The user's agent, with a look at which of its keys signs. */
class WatchedAgent extends BaseAgent<ParsedKey> {
  signedLast: AgentKey | null = null

  constructor(
    private readonly agent: BaseAgent,
    private readonly facts: AttemptFacts,
  ) {
    super()
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    this.agent.getIdentities((error, keys = []) => {
      if (error) return callback(noAgent(error))
      this.facts.agentKeys = keys.length
      callback(null, keys as ParsedKey[]) // what ssh2 reads from an agent
    })
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const done = typeof options === 'function' ? options : (callback ?? (() => undefined))
    const request = typeof options === 'function' ? {} : options
    try {
      requireSha2(request.hash)
    } catch (error) {
      done(error as Error)
      return
    }
    const blob = key.getPublicSSH()
    this.facts.signed = true
    this.signedLast = {
      blob: blob.toString('base64'),
      fingerprint: fingerprintSha256(blob),
      comment: key.comment,
    }
    this.agent.sign(key, data, request, done)
  }
}

/** The agent can't be asked. */
export function noAgent(cause: unknown): LatchkeyError {
  return new LatchkeyError('ssh-agent-unavailable', "Your SSH agent can't be reached.", {
    advice:
      'Start it (ssh-agent, or the one of your desktop) and Latchkey from the same session, or log in another way.',
    retryable: true,
    cause,
  })
}
