import type { GenerateSpec } from '../../../../contract/keys.js'

export interface KeyKind {
  type: GenerateSpec['type']
  label: string
  reason: string
  /** The sizes to choose from, the proposed one first; one entry where there is no choice. */
  specs: { spec: GenerateSpec; label: string; note: string }[]
}

/** What can be made, the proposed one first. */
export const keyKinds: KeyKind[] = [
  {
    type: 'ed25519',
    label: 'Ed25519',
    reason: 'Short, fast and safe. Right for nearly every server.',
    specs: [{ spec: { type: 'ed25519' }, label: 'Ed25519', note: '' }],
  },
  {
    type: 'rsa',
    label: 'RSA',
    reason: 'For clouds and old servers that take no Ed25519.',
    specs: [
      { spec: { type: 'rsa', bits: 4096 }, label: '4096', note: 'Usually 1 to 10 seconds to make.' },
      { spec: { type: 'rsa', bits: 3072 }, label: '3072', note: 'Usually under 4 seconds to make.' },
      {
        spec: { type: 'rsa', bits: 2048 },
        label: '2048',
        note: 'The least that is still safe. Made in about a second.',
      },
    ],
  },
  {
    type: 'ecdsa',
    label: 'ECDSA',
    reason: 'Where rules ask for NIST curves.',
    specs: [
      { spec: { type: 'ecdsa', bits: 256 }, label: 'P-256', note: '' },
      { spec: { type: 'ecdsa', bits: 384 }, label: 'P-384', note: '' },
      { spec: { type: 'ecdsa', bits: 521 }, label: 'P-521', note: '' },
    ],
  },
]
