import type { GenerateSpec } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'

export interface KeyKind {
  type: GenerateSpec['type']
  label: string
  reason: string
  /** The sizes to choose from, the proposed one first; one entry where there is no choice. */
  specs: KeySize[]
}

export interface KeySize {
  spec: GenerateSpec
  label: string
  /** What speaks for or against it; empty if nothing does. */
  note: string
  /** How long it takes to make, measured on two cores of a server in 2026; empty where nobody would wait. */
  time: string
}

/** What can be made, the proposed one first. */
export const keyKinds: KeyKind[] = [
  {
    type: 'ed25519',
    label: say`Ed25519`,
    reason: say`Short, fast and safe. Right for nearly every server.`,
    specs: [{ spec: { type: 'ed25519' }, label: say`Ed25519`, note: '', time: '' }],
  },
  {
    type: 'rsa',
    label: 'RSA',
    reason: say`For clouds and old servers that take no Ed25519.`,
    specs: [
      {
        spec: { type: 'rsa', bits: 4096 },
        label: '4096',
        note: '',
        time: say`Usually 1 to 6 seconds, now and then 10.`,
      },
      {
        spec: { type: 'rsa', bits: 3072 },
        label: '3072',
        note: say`AWS EC2 promises to take 2048 and 4096 bits only.`,
        time: say`Usually 1 to 4 seconds.`,
      },
      {
        spec: { type: 'rsa', bits: 2048 },
        label: '2048',
        note: say`The least that is still safe.`,
        time: say`Usually under a second.`,
      },
    ],
  },
  {
    type: 'ecdsa',
    label: 'ECDSA',
    reason: say`Where rules ask for NIST curves.`,
    specs: [
      { spec: { type: 'ecdsa', bits: 256 }, label: 'P-256', note: '', time: '' },
      { spec: { type: 'ecdsa', bits: 384 }, label: 'P-384', note: '', time: '' },
      { spec: { type: 'ecdsa', bits: 521 }, label: 'P-521', note: '', time: '' },
    ],
  },
]

/** What is said of the size that a spec asks for. */
export function sizeOf(spec: GenerateSpec): KeySize | undefined {
  return keyKinds.flatMap(({ specs }) => specs).find((one) => sameSpec(one.spec, spec))
}

function sameSpec(one: GenerateSpec, other: GenerateSpec): boolean {
  return one.type === other.type && bitsOf(one) === bitsOf(other)
}

const bitsOf = (spec: GenerateSpec) => ('bits' in spec ? spec.bits : 0)
