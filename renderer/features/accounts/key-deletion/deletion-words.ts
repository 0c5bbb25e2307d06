import type { AccountKeyRadius } from '../../../../contract/accounts.js'
import { namedInstances } from '../../keys/bin/radius-words.js'

/** Whether the cloud deletes the key only when it is unbound from instances. */
export function isKept({ kept }: Pick<AccountKeyRadius, 'kept'>): boolean {
  return kept !== null && kept.instances.length > 0
}

/** What deleting one key from its account means, as sentences, gravest first. `unbinds`: it is unbound before. */
export function whatDeletionDoes(radius: AccountKeyRadius, unbinds: boolean): string[] {
  const { keyId, meaning, sessions, kept } = radius
  return [
    ...(isKept(radius) && !unbinds ? [keptSentence(radius)] : []),
    ...meaning,
    ...(sessions === 0 ? [] : [sessionsSentence(sessions, kept !== null && unbinds)]),
    whatStays(keyId),
  ]
}

/** The same of several: each sentence once, and of those that the cloud keeps how many. */
export function whatDeletionsDo(radii: AccountKeyRadius[], unbinds: boolean): string[] {
  const kept = radii.filter(isKept).length
  const foreign = radii.filter(({ keyId }) => keyId === null).length
  return [
    ...(kept > 0 && !unbinds
      ? [`${kept === 1 ? '1 stays' : `${kept} stay`}, because instances have ${kept === 1 ? 'it' : 'them'}.`]
      : []),
    ...(unbinds ? togetherSentence(radii) : []),
    ...new Set(radii.flatMap(({ meaning }) => meaning)),
    ...(radii.some((radius) => (radius.kept?.images.length ?? 0) > 0) ? [IMAGES] : []),
    ...new Set(radii.flatMap(({ kept }) => (kept?.problem ? [unknownImages(kept)] : []))),
    ...(foreign === 0
      ? ['The key pairs stay in the vault, and can be pushed again.']
      : [
          `${foreign === 1 ? '1 is' : `${foreign} are`} not in this vault: Latchkey can not put ${foreign === 1 ? 'it' : 'them'} back.`,
        ]),
  ]
}

/** Instances to which some of the keys lead, and nothing else: each key alone leaves another there, all of them none. */
function togetherSentence(radii: AccountKeyRadius[]): string[] {
  const known = radii.filter((radius) => isKept(radius) && radius.keyId !== null)
  const lost = known.flatMap(({ kept, instances }) =>
    instances.filter(
      ({ instanceId, left }) =>
        left !== 'proven' && kept?.instances.some((one) => one.instanceId === instanceId),
    ),
  )
  const shared = lost.filter(({ instanceId }, at) => {
    const same = lost.map((one) => one.instanceId === instanceId)
    return same.indexOf(true) === at && same.lastIndexOf(true) !== at
  })
  if (shared.length === 0) return []
  return [
    `Several of these are on ${namedInstances(shared)}, and no key that stays is proven to open ${shared.length === 1 ? 'it' : 'them'}: the last one there is asked about again.`,
  ]
}

function keptSentence({ kept, accountName }: Pick<AccountKeyRadius, 'kept' | 'accountName'>): string {
  const instances = kept?.instances ?? []
  const have = instances.length === 1 ? 'has' : 'have'
  return `${accountName} keeps it as long as ${namedInstances(instances)} ${have} it.`
}

/** Which custom images may keep the cloud from deleting it, and what to do; null where none can. */
export function imagesSentence({ kept }: Pick<AccountKeyRadius, 'kept'>): string | null {
  if (kept === null) return null
  const { images, problem } = kept
  const names = images.map(({ id, name, region }) => ({
    instanceName: `${name} (${[id, region].filter(Boolean).join(', ')})`,
  }))
  const some =
    images.length === 0 ? null : `Custom images that may have it: ${namedInstances(names)}. ${IMAGES}`
  const unknown = problem === null ? null : unknownImages({ images, problem })
  return [some, unknown].filter((sentence) => sentence !== null).join(' ') || null
}

const IMAGES =
  "Which custom images have a key the cloud does not say, and refuses where one does: then delete that image on the cloud's own pages, or keep the key."

function unknownImages({ images, problem }: Pick<Kept, 'images' | 'problem'>): string {
  return `Whether ${images.length === 0 ? 'a' : 'another'} custom image has it is not known. ${problem?.message ?? ''}`
}

type Kept = NonNullable<AccountKeyRadius['kept']>

function sessionsSentence(count: number, stops: boolean): string {
  const some = count === 1 ? '1 session with it is' : `${count} sessions with it are`
  return stops
    ? `${some} open: they end where an instance is stopped for it.`
    : `${some} open, and ${count === 1 ? 'goes' : 'go'} on.`
}

function whatStays(keyId: string | null): string {
  return keyId === null
    ? 'It is not in this vault: Latchkey can not put it back.'
    : 'The key pair stays in the vault, and can be pushed again.'
}
