import type { AccountKeyRadius } from '../../../../contract/accounts.js'
import { plural, say } from '../../../../contract/words/say.js'
import { hear } from '../../../words/language.js'
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
    ...meaning.map(hear),
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
      ? [say`${plural(kept, '# stays, because instances have it.', '# stay, because instances have them.')}`]
      : []),
    ...(unbinds ? togetherSentence(radii) : []),
    ...new Set(radii.flatMap(({ meaning }) => meaning.map(hear))),
    ...(radii.some((radius) => (radius.kept?.images.length ?? 0) > 0) ? [IMAGES] : []),
    ...new Set(radii.flatMap(({ kept }) => (kept?.problem ? [unknownImages(kept)] : []))),
    ...(foreign === 0
      ? [say`The key pairs stay in the vault, and can be pushed again.`]
      : [
          say`${plural(foreign, '# is not in this vault: Latchkey can not put it back.', '# are not in this vault: Latchkey can not put them back.')}`,
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
    shared.length === 1
      ? say`Several of these are on ${namedInstances(shared)}, and no key that stays is proven to open it: the last one there is asked about again.`
      : say`Several of these are on ${namedInstances(shared)}, and no key that stays is proven to open them: the last one there is asked about again.`,
  ]
}

function keptSentence({ kept, accountName }: Pick<AccountKeyRadius, 'kept' | 'accountName'>): string {
  const instances = kept?.instances ?? []
  const named = namedInstances(instances)
  return instances.length === 1
    ? say`${accountName} keeps it as long as ${named} has it.`
    : say`${accountName} keeps it as long as ${named} have it.`
}

/** Which custom images may keep the cloud from deleting it, and what to do; null where none can. */
export function imagesSentence({ kept }: Pick<AccountKeyRadius, 'kept'>): string | null {
  if (kept === null) return null
  const { images, problem } = kept
  const names = images.map(({ id, name, region }) => ({
    instanceName: `${name} (${[id, region].filter(Boolean).join(', ')})`,
  }))
  const some =
    images.length === 0 ? null : say`Custom images that may have it: ${namedInstances(names)}. ${IMAGES}`
  const unknown = problem === null ? null : unknownImages({ images, problem })
  return [some, unknown].filter((sentence) => sentence !== null).join(' ') || null
}

const IMAGES = say`Which custom images have a key the cloud does not say, and refuses where one does: then delete that image on the cloud's own pages, or keep the key.`

function unknownImages({ images, problem }: Pick<Kept, 'images' | 'problem'>): string {
  return images.length === 0
    ? say`Whether a custom image has it is not known. ${hear(problem?.message)}`
    : say`Whether another custom image has it is not known. ${hear(problem?.message)}`
}

type Kept = NonNullable<AccountKeyRadius['kept']>

function sessionsSentence(count: number, stops: boolean): string {
  return stops
    ? say`${plural(count, '# session with it is open: they end where an instance is stopped for it.', '# sessions with it are open: they end where an instance is stopped for it.')}`
    : say`${plural(count, '# session with it is open, and goes on.', '# sessions with it are open, and go on.')}`
}

function whatStays(keyId: string | null): string {
  return keyId === null
    ? say`It is not in this vault: Latchkey can not put it back.`
    : say`The key pair stays in the vault, and can be pushed again.`
}
