import { createPrivateKey } from 'node:crypto'
import type { Needles } from '../helpers/byte-search.js'

/** A secret of a test by its name: bytes as they are, or a text that somebody types. */
export type Secrets = Map<string, Buffer | string>

/** Every form in which secrets could turn up: in files, in messages, in the memory of Node and of Chromium. */
export function needlesOf(secrets: Secrets): Needles {
  return new Map(
    [...secrets].map(([name, secret]) => [
      name,
      typeof secret === 'string' ? formsOfText(secret) : formsOfBytes(secret),
    ]),
  )
}

/** As UTF-8 and its encodings, within JSON, and as JavaScript keeps strings: of one or of two bytes a character. */
function formsOfText(text: string): Buffer[] {
  const inJson = JSON.stringify(text).slice(1, -1)
  const ofScripts = [Buffer.from(text, 'utf16le'), Buffer.from(text, 'latin1')]
  return unique([
    ...formsOfBytes(Buffer.from(text)),
    Buffer.from(inJson),
    Buffer.from(inJson, 'utf16le'),
    ...ofScripts,
  ])
}

/** Plain, from the last byte to the first (OpenSSL's numbers), as hex, and as base64 in either alphabet at each offset. */
function formsOfBytes(secret: Buffer): Buffer[] {
  const shifted = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64')
    // The characters at both ends depend on what stands beside the secret.
    const own = text.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + secret.length) * 4) / 3))
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const hex = secret.toString('hex')
  const texts = [...shifted, hex, hex.toUpperCase()]
  const wide = texts.map((text) => Buffer.from(text, 'utf16le'))
  return unique([secret, Buffer.from(secret).reverse(), ...texts.map((text) => Buffer.from(text)), ...wide])
}

function unique(forms: Buffer[]): Buffer[] {
  return [...new Map(forms.map((form) => [form.toString('latin1'), form])).values()]
}

/** The numbers that only who has the private key knows. */
export function privateNumbers(name: string, pkcs8: Buffer): [string, Buffer][] {
  const jwk = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })
  const parts = jwk.kty === 'RSA' ? (['d', 'p', 'q'] as const) : (['d'] as const)
  return parts.map((part) => [`${part} of ${name}`, Buffer.from(String(jwk[part]), 'base64url')])
}
