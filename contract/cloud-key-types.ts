import { z } from 'zod'
import { KeyType } from './keys.js'
import { Said } from './words/said.js'

/** What an account of a kind of cloud takes as a public key, declared by its adapter. */
export const CloudKeyTypes = z.object({
  accepts: z.array(KeyType),
  /** On it in one sentence, also what older releases refuse. */
  note: Said,
})
export type CloudKeyTypes = z.infer<typeof CloudKeyTypes>

/**
 * The same for clouds that Latchkey has no accounts of, whose users make key pairs here all the same, and for products that
 * take less than the cloud they are built on.
 */
export const otherClouds: (CloudKeyTypes & { label: string })[] = [
  {
    label: 'VK Cloud',
    accepts: ['rsa'],
    note: 'VK Cloud is OpenStack, but its documentation names RSA only.',
  },
  {
    label: 'AWS EC2',
    accepts: ['ed25519', 'rsa'],
    note: 'EC2 takes Ed25519, and RSA with 2048 or 4096 bits; it refuses ECDSA, and Windows instances need RSA.',
  },
]
