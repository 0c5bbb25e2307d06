import type { Client, HostVerifier } from 'ssh2'
import type { KnownHosts } from '../known-hosts/known-hosts.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import type { Log } from '../ports.js'
import type { QuestionsService } from '../services.js'
import { judgeHostKey, type OfferedHostKey, offeredHostKey } from './host-key.js'
import type { SshTarget } from './ssh.js'
import { askForHostCertificates, type HostCertificates } from './ssh2-host-certificates.js'
import type { TimeLimit } from './time-limit.js'

export interface HostKeyParts {
  knownHosts: KnownHosts
  questions: QuestionsService
  log: Log
}

/** What of an attempt to connect its host key is judged by and told to. */
export interface GuardedAttempt {
  target: SshTarget
  instanceName: string
  /** Whether a certificate authority is known for the host. */
  certificates: boolean
  limit: TimeLimit
  /** Aborted once the attempt has ended, either way. */
  over: AbortSignal
  enter(phase: 'host-key'): void
  fail(error: unknown): void
}

export interface HostKeyGuard {
  verify: HostVerifier
  /** To be called right after `connect`: asks for certificates where an authority is known for the host. */
  prepare(client: Client): void
  /** Called once the host has proved that it owns the accepted key. */
  remember(): void
  remembered(): Promise<OfferedHostKey>
  /** The key by which the host was known before this connection; null if it was asked about, or known by a certificate. */
  knownBefore(): OfferedHostKey | null
}

/** Lets only the accepted host key pass, at the start and at each later key exchange. */
export function hostKeyGuard(attempt: GuardedAttempt, parts: HostKeyParts): HostKeyGuard {
  const { target, instanceName, limit, over, enter, fail } = attempt
  let accepted: { key: OfferedHostKey; verdict: 'known' | 'add' | 'replace' } | null = null
  let writing: Promise<void> = Promise.resolve()

  let certificates: HostCertificates | null = null

  async function judge(key: OfferedHostKey): Promise<void> {
    const signal = AbortSignal.any([limit.signal, over])
    const verdict = await judgeHostKey({ target, instanceName, offered: key, signal }, parts)
    accepted = { key, verdict }
  }

  return {
    prepare(client) {
      if (attempt.certificates) certificates = askForHostCertificates(client)
    },
    verify(shown, answer) {
      const refuse = (error: unknown) => {
        if (over.aborted) return
        fail(error)
        answer(false) // tells the server
      }
      const key = readOffered(Buffer.from(shown), refuse)
      if (key === null) return
      if (key.certificate !== null) certificates?.checkWith(key.blob)
      if (accepted !== null) return answer(accepted.key.blob.equals(key.blob))
      enter('host-key')
      limit.pause()
      judge(key).then(() => {
        limit.resume()
        if (!over.aborted) answer(true)
      }, refuse)
    },
    remember() {
      if (accepted === null || accepted.verdict === 'known') return
      const write = parts.knownHosts[accepted.verdict]
      writing = write(target.host, target.port, accepted.key.blob).catch((cause: unknown) => {
        throw notWritten(cause)
      })
      writing.catch(() => undefined) // told by `remembered`
    },
    knownBefore: () => (accepted?.verdict === 'known' ? accepted.key : null),
    async remembered() {
      await writing
      if (accepted === null) throw new Error('No host key was checked')
      return accepted.key
    },
  }
}

function readOffered(shown: Buffer, refuse: (error: unknown) => void): OfferedHostKey | null {
  try {
    return offeredHostKey(shown)
  } catch (cause) {
    refuse(unreadable(cause))
    return null
  }
}

function unreadable(cause: unknown): LatchkeyError {
  return new LatchkeyError('ssh-host-key-refused', "What the server showed as its host key can't be read.", {
    advice: "Look at the files that HostKey and HostCertificate name in the server's sshd_config.",
    cause,
  })
}

function notWritten(cause: unknown): LatchkeyError {
  if (isLatchkeyError(cause)) return cause
  return new LatchkeyError('internal', 'The host key could not be written to known_hosts.', {
    advice: "Check the space on the disk and the rights of Latchkey's profile folder, then connect again.",
    retryable: true,
    cause,
  })
}
