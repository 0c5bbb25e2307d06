import type { KeyPair, PrivateFormat } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'

export interface FormatWords {
  format: PrivateFormat
  label: string
  /** Who wants it. */
  reason: string
  /** What its encryption is worth, where that is little. */
  weak?: string
  /** The usual ending of such a file. */
  ending: string
}

/** The formats of a private key, the proposed one first. */
export const privateFormats: FormatWords[] = [
  {
    format: 'openssh',
    label: 'OpenSSH',
    reason: say`For ssh, scp, Git, Ansible and nearly everything else today.`,
    ending: '',
  },
  {
    format: 'pkcs8',
    label: 'PKCS#8',
    reason: say`For programs over OpenSSL, Java and Go, and for other password managers. PuTTY reads none of it, and OpenSSH no Ed25519 key in it before 9.6.`,
    ending: '.pem',
  },
  {
    format: 'pem',
    label: 'PEM',
    reason: say`As VK Cloud and Tencent Cloud ask for it, and what older tools read.`,
    weak: say`A passphrase protects a PEM file little: guesses at it are cheap. Take PKCS#8 where it is read, and delete the file once it has done its work.`,
    ending: '.pem',
  },
  {
    format: 'ppk3',
    label: say`PuTTY (PPK version 3)`,
    reason: say`For PuTTY, WinSCP and FileZilla from 2021 on.`,
    ending: '.ppk',
  },
  {
    format: 'ppk2',
    label: say`PuTTY (PPK version 2)`,
    reason: say`For PuTTY before 0.75 and tools that have not followed.`,
    weak: say`A passphrase protects a version 2 file little: guesses at it are cheap. Take version 3 where it is read.`,
    ending: '.ppk',
  },
]

/** Why a key can't be written in a format; undefined if it can. */
export function formatRefusal(format: PrivateFormat, { type }: Pick<KeyPair, 'type'>): string | undefined {
  return format === 'pem' && type === 'ed25519' ? say`There is no PEM for Ed25519 keys.` : undefined
}

/** Of a name in UTF-8; file systems take 255 bytes with the ending. */
const MOST_NAME_BYTES = 180

/** A file name for a key: its name without what files may not have, and the format's ending. */
export function exportFileName(name: string, ending: string): string {
  const plain = name.replace(/[\p{Cc}\p{Bidi_Control}<>:"/\\|?*\s.]+/gu, '-').replace(/^-+|-+$/g, '')
  return `${cutTo(MOST_NAME_BYTES, plain) || 'key'}${ending}`
}

/** As many whole characters as the bytes have room for. */
function cutTo(bytes: number, text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes))
  return text.slice(0, read)
}
