import {
  BaseAgent,
  createAgent,
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2'
import { fingerprintSha256 } from '../keys/public-key.js'
import { LatchkeyError } from '../lib/error.js'
import type { AttemptFacts } from './attempt-facts.js'
import { requireSha2 } from './signer-agent.js'
import type { AgentKey } from './ssh.js'

/** The user's own agent, with a look at which of its keys signs. */
export class UserAgent extends BaseAgent<ParsedKey> {
  signedLast: AgentKey | null = null
  private readonly agent: BaseAgent

  /**
   * `place`: a socket, a Windows pipe, or `pageant`; empty where the system names none. `except`: the blob of a key that was offered already. `onUnavailable`
   * is called where it can't be asked; it then has no keys.
   */
  constructor(
    private readonly place: string,
    private readonly facts: AttemptFacts,
    private readonly except: Uint8Array | null = null,
    private readonly onUnavailable?: (problem: Error) => void,
  ) {
    super()
    this.agent = createAgent(place)
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    if (this.place === '') this.unavailable(new Error('No SSH_AUTH_SOCK'), callback)
    else
      this.agent.getIdentities((error, all = []) => {
        if (error) this.unavailable(error, callback)
        else this.offer(all as ParsedKey[], callback) // what ssh2 reads from an agent
      })
  }

  private offer(all: ParsedKey[], callback: IdentityCallback<ParsedKey>): void {
    const keys = all.filter((key) => this.except === null || !key.getPublicSSH().equals(this.except))
    this.facts.agentKeys = keys.length
    callback(null, keys)
  }

  private unavailable(problem: Error, callback: IdentityCallback<ParsedKey>): void {
    this.onUnavailable?.(problem)
    if (this.onUnavailable === undefined) callback(noAgent(problem))
    else callback(null, [])
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
    const used = { blob: blob.toString('base64'), fingerprint: fingerprintSha256(blob), comment: key.comment }
    this.facts.signed = true
    this.signedLast = used
    this.agent.sign(key, data, request, (error, signature) =>
      error ? done(notSigned(used, error)) : done(null, signature),
    )
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

function notSigned({ fingerprint, comment }: AgentKey, cause: Error): LatchkeyError {
  return new LatchkeyError(
    'ssh-agent-unavailable',
    `Your SSH agent did not sign with the key ${comment || fingerprint}, which the server takes.`,
    {
      advice: 'It may want a confirmation or a touch, or be locked: look at it, then connect again.',
      detail: `${fingerprint}: ${cause.message}`,
      retryable: true,
      cause,
    },
  )
}
