import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import type { AccountConnection } from '../../../contract/accounts.js'
import { LatchkeyError } from '../lib/error.js'

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** What TLS takes of a server's certificate. Throws `input-invalid` for authorities that can't be read. */
export function trustOf({ ca, ignoresTlsErrors }: AccountConnection) {
  return {
    rejectUnauthorized: !ignoresTlsErrors,
    ...(ca !== null && { ca: [...rootCertificates, ...certificatesIn(ca)] }),
  }
}

function certificatesIn(pem: string): string[] {
  const found = pem.match(certificate) ?? []
  if (found.length === 0 || !found.every(isCertificate)) throw noCertificate()
  return found
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch (_unreadable) {
    return false
  }
}

function noCertificate(): LatchkeyError {
  return new LatchkeyError('input-invalid', 'The certificate of the authority can not be read.', {
    advice: 'Paste it as PEM, from its line BEGIN CERTIFICATE to its line END CERTIFICATE.',
  })
}
