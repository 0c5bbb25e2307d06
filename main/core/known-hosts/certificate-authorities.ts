import { told } from '../../../contract/words/say.js'
import { fingerprintSha256 } from '../keys/public-key.js'
import { holds, type KnownHostLine } from './entry.js'
import { certificateFault, type HostCertificate } from './host-certificate.js'

interface CertificateJudgement {
  /** A good certificate of a trusted authority speaks for the host. */
  certified: boolean
  /** Why none does, as a sentence; null where one does, or no authority is known for the host. */
  certificateProblem: string | null
}

/**
 * Judges what a host has shown by the lines of known_hosts that cover it (sshd(8): `@cert-authority`). A host without a
 * good certificate is judged by its key as any other, as OpenSSH does.
 */
export function judgeCertificate(
  lines: KnownHostLine[],
  certificate: HostCertificate | null,
  host: string,
  now: number,
): CertificateJudgement {
  const authorities = lines.filter(({ marker }) => marker === '@cert-authority')
  if (authorities.length === 0) return { certified: false, certificateProblem: null }
  const certificateProblem = problemOf(authorities, certificate, host, now)
  return { certified: certificateProblem === null, certificateProblem }
}

function problemOf(
  authorities: KnownHostLine[],
  certificate: HostCertificate | null,
  host: string,
  now: number,
): string | null {
  if (certificate === null)
    return told`known_hosts names a certificate authority for this host, and the host showed no certificate.`
  if (!authorities.some((line) => holds(line, certificate.authority)))
    return `Its certificate is of another authority (${fingerprintSha256(certificate.authority)}) than known_hosts names for it.`
  const fault = certificateFault(certificate, host, now)
  return fault === null ? null : `Its certificate ${fault}.`
}
