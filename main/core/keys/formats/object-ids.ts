/* The names that key files have for algorithms: object identifiers in their dotted form. Curves have theirs in `curves`. */

/** RFC 8017 appendix A.1. */
export const RSA = '1.2.840.113549.1.1.1'
/** RFC 5480 §2.1.1. */
export const EC = '1.2.840.10045.2.1'
/** RFC 8410 §3. */
export const ED25519 = '1.3.101.112'
/** RFC 3279 §2.3.2. */
export const DSA = '1.2.840.10040.4.1'

/** RFC 8018 appendix A. */
export const PBES2 = '1.2.840.113549.1.5.13'
export const PBKDF2 = '1.2.840.113549.1.5.12'
/** RFC 7914 §7. */
export const SCRYPT = '1.3.6.1.4.1.11591.4.11'

/** RFC 8018 appendix B.1.1, by the hash. */
export const HMAC = {
  md5: '1.2.840.113549.2.6',
  sha1: '1.2.840.113549.2.7',
  sha224: '1.2.840.113549.2.8',
  sha256: '1.2.840.113549.2.9',
  sha384: '1.2.840.113549.2.10',
  sha512: '1.2.840.113549.2.11',
  'sha512-224': '1.2.840.113549.2.12',
  'sha512-256': '1.2.840.113549.2.13',
} as const

/** RFC 8018 appendix B.2, in CBC mode. */
export const CBC = {
  aes128: '2.16.840.1.101.3.4.1.2',
  aes192: '2.16.840.1.101.3.4.1.22',
  aes256: '2.16.840.1.101.3.4.1.42',
  des3: '1.2.840.113549.3.7',
  des: '1.3.14.3.2.7',
} as const
