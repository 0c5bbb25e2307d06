import type { ShownHostKey } from '../../../contract/questions.js'
import { fingerprintSha256, publicKeyLine } from '../keys/public-key.js'
import { wireReader } from '../keys/ssh-wire.js'
import {
  type HostCertificate,
  isCertificateType,
  readHostCertificate,
} from '../known-hosts/host-certificate.js'
import type { HostKeyVerdict, KnownHosts } from '../known-hosts/known-hosts.js'
import { randomart } from '../known-hosts/randomart.js'
import { LatchkeyError } from '../lib/error.js'
import type { QuestionsService } from '../services.js'
import type { SshTarget } from './ssh.js'

export interface OfferedHostKey {
  blob: Buffer
  /** The one that was shown with it. */
  certificate: HostCertificate | null
  algorithm: string
  /** `SHA256:…` */
  fingerprint: string
}

export interface HostKeyCase {
  target: SshTarget
  instanceName: string
  offered: OfferedHostKey
  signal: AbortSignal
}

/**
 * Names the key in a blob that ssh2 has found to be well-formed. Throws as `readHostCertificate` for a certificate that
 * isn't.
 */
export function offeredHostKey(shown: Buffer): OfferedHostKey {
  const isCertificate = isCertificateType(wireReader(shown).text())
  const certificate = isCertificate ? readHostCertificate(shown) : null
  const blob = certificate?.hostKey ?? shown
  return { blob, certificate, algorithm: wireReader(blob).text(), fingerprint: fingerprintSha256(blob) }
}

/**
 * Decides whether the host is who it was, asking a person where the file doesn't say. Resolves to what is to be written
 * once the host has proved that it owns the key. Throws `ssh-host-key-refused` or `ssh-host-key-changed`.
 */
export async function judgeHostKey(
  hostKey: HostKeyCase,
  { knownHosts, questions }: { knownHosts: KnownHosts; questions: QuestionsService },
): Promise<'known' | 'add' | 'replace'> {
  const { target, instanceName, offered, signal } = hostKey
  const verdict = await knownHosts.check(target.host, target.port, offered.blob, offered.certificate)
  if (verdict.state === 'known') return 'known'
  if (verdict.state === 'revoked') throw revoked(verdict)

  const { alsoKnownAs, certificateProblem, name: host } = verdict
  const draft = { host, instanceName, offered: shown(offered), alsoKnownAs, certificateProblem }
  if (verdict.state === 'unknown') {
    const { unreadableLines } = verdict
    const answer = await questions.ask({ kind: 'host-key-unknown', ...draft, unreadableLines }, signal)
    if (answer === 'trust') return 'add'
    throw refused(verdict)
  }
  const { explanation, besideAs } = verdict
  const known = verdict.known.map(({ since, ...key }) => ({ ...shown(key), since }))
  const answer = await questions.ask(
    {
      ...{ kind: 'host-key-changed', ...draft, known, explanation, confirm: host },
      ...(besideAs !== null && { besideAs }),
    },
    signal,
  )
  if (answer === 'replace') return 'replace'
  throw changed(verdict, offered)
}

function shown({ blob, algorithm, fingerprint }: Omit<OfferedHostKey, 'certificate'>): ShownHostKey {
  return { algorithm, fingerprint, publicKey: publicKeyLine(blob, ''), randomart: randomart(blob) }
}

function refused({ name }: HostKeyVerdict): LatchkeyError {
  return new LatchkeyError('ssh-host-key-refused', `The host key of ${name} was not accepted.`, {
    advice:
      "Compare its fingerprint with the one on the instance's console, then connect again and trust it.",
    retryable: true,
  })
}

function revoked({ name }: HostKeyVerdict): LatchkeyError {
  return new LatchkeyError('ssh-host-key-refused', `The host key of ${name} is revoked in known_hosts.`, {
    advice: 'Someone marked this key as one never to be trusted: find out why before you go on.',
    remedies: [{ kind: 'see-revoked' }],
  })
}

function changed({ name, known }: HostKeyVerdict, offered: OfferedHostKey): LatchkeyError {
  const inWords = (key: { algorithm: string; fingerprint: string }) => `${key.algorithm} ${key.fingerprint}`
  return new LatchkeyError('ssh-host-key-changed', `The host key of ${name} is not the one that is known.`, {
    advice:
      'Someone may be in between, or the instance was made anew: compare the fingerprint with its console before you replace the known key.',
    detail: `Known: ${known.map(inWords).join(', ')}. Offered: ${inWords(offered)}.`,
    retryable: true,
  })
}
