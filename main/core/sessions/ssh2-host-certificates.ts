import type { Client } from 'ssh2'
import { isCertificateType, withoutCertificate } from '../known-hosts/host-certificate.js'

/** Best first, as OpenSSH offers them. */
const certificateAlgorithms = [
  'ssh-ed25519-cert-v01@openssh.com',
  'ecdsa-sha2-nistp256-cert-v01@openssh.com',
  'ecdsa-sha2-nistp384-cert-v01@openssh.com',
  'ecdsa-sha2-nistp521-cert-v01@openssh.com',
  'rsa-sha2-512-cert-v01@openssh.com',
  'rsa-sha2-256-cert-v01@openssh.com',
]

/** The parts of ssh2 1.17 that it keeps to itself. */
interface Protocol {
  _offer: KexInit
  _kex: KeyExchange | undefined
}
interface KexInit {
  lists: { kex: List; serverHostKey: List; cs: Direction; sc: Direction }
}
interface Direction {
  cipher: List
  mac: List
  compress: List
  lang: List
}
interface List {
  array: string[]
}
interface KeyExchange {
  negotiated: { serverHostKey: string }
  /** What the exchange hash covers, and what the signature is then checked with. */
  _hostKey: Buffer
  /** Read once, between those two. */
  _sig: Buffer
}

export interface HostCertificates {
  /**
   * Has the server's signature checked with the host key of the certificate that it has shown. To be called before the
   * host verifier returns.
   */
  checkWith(hostKey: Buffer): void
}

/**
 * Makes ssh2, which knows no host certificates, ask for them. Call it after `connect`, before the server has said a word.
 *
 * ssh2 hashes the blob that the server shows, and checks the server's signature over that hash with the key in the same
 * blob. With a certificate those are two things: the hash covers the certificate, the signature is made with the host key
 * in it (PROTOCOL.certkeys). So the one is exchanged for the other in between. Should another version of ssh2 do it in
 * another order, then the signature doesn't fit, and the connection ends.
 */
export function askForHostCertificates(client: Client): HostCertificates {
  const { _protocol: protocol } = client as unknown as { _protocol: Protocol }
  protocol._offer = withCertificates(protocol._offer)
  let exchange: KeyExchange | undefined
  let signatureAlgorithm = ''
  Object.defineProperty(protocol, '_kex', {
    get: () => exchange,
    set(next: KeyExchange | undefined) {
      exchange = next
      if (next === undefined || !isCertificateType(next.negotiated.serverHostKey)) return
      signatureAlgorithm = withoutCertificate(next.negotiated.serverHostKey)
      // The type that the blob will name: RSA's doesn't name the hash (RFC 8332 §3).
      next.negotiated.serverHostKey = next.negotiated.serverHostKey.replace(/^rsa-sha2-\d+/, 'ssh-rsa')
    },
  })
  return {
    checkWith(hostKey) {
      if (exchange !== undefined) exchangeKeys(exchange, hostKey, signatureAlgorithm)
    },
  }
}

function withCertificates(offer: KexInit): KexInit {
  const { kex, serverHostKey, cs, sc } = offer.lists
  const names = ({ cipher, mac, compress, lang }: Direction) => ({
    ...{ cipher: cipher.array, mac: mac.array, compress: compress.array, lang: lang.array },
  })
  const KexInitClass = offer.constructor as new (lists: unknown) => KexInit
  return new KexInitClass({
    kex: kex.array,
    serverHostKey: [...certificateAlgorithms, ...serverHostKey.array],
    ...{ cs: names(cs), sc: names(sc) },
  })
}

function exchangeKeys(exchange: KeyExchange, hostKey: Buffer, signatureAlgorithm: string): void {
  const signature = exchange._sig
  exchange.negotiated.serverHostKey = signatureAlgorithm
  Object.defineProperty(exchange, '_sig', {
    configurable: true,
    get() {
      exchange._hostKey = hostKey
      Object.defineProperty(exchange, '_sig', { value: signature, writable: true })
      return signature
    },
  })
}
