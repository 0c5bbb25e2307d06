import type { KeyRadius } from '../../../contract/keys.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Log } from '../ports.js'
import type { KeysService } from '../services.js'
import { wrongNameTyped } from './key-refusals.js'

export interface GuardParts {
  keys: Pick<KeysService, 'record' | 'setState'>
  radius(input: { ids: string[] }): Promise<KeyRadius[]>
  log: Log
}

/**
 * Lets a key pair go into the bin only where every instance that trusts it has another proven way in, or where its name was
 * typed. Of several that go together none counts as a way in, and each is one result.
 */
export function guardDeletion({ keys, radius, log }: GuardParts): Pick<KeysService, 'setState' | 'bin'> {
  const radiusOf = async (id: string) => (await radius({ ids: [id] })).find(({ keyId }) => keyId === id)

  return {
    async setState(input, options) {
      const { name, binnedAt } = keys.record(input.id)
      if (input.state === 'bin' && binnedAt === null) {
        if (input.typed !== undefined && input.typed !== name) throw wrongNameTyped(name)
        if (input.typed === undefined) requireWayIn(await radiusOf(input.id))
      }
      return keys.setState(input, options)
    },

    async bin({ ids }, options) {
      const radii = new Map((await radius({ ids })).map((one) => [one.keyId, one]))
      const results = []
      for (const id of new Set(ids)) {
        try {
          requireWayIn(radii.get(id))
          await keys.setState({ id, state: 'bin' }, options)
          results.push({ id, problem: null })
        } catch (error) {
          results.push({ id, problem: problemOf(error, 'key.not-binned', log) })
        }
      }
      return results
    },
  }
}

/** How many are named in a sentence. */
const NAMED = 5

function requireWayIn(radius: KeyRadius | undefined): void {
  const lost = radius?.instances.filter(({ left }) => left !== 'proven') ?? []
  if (radius === undefined || !radius.logsIn || lost.length === 0) return
  const names = lost.map(({ instanceName }) => instanceName)
  const more = names.length - NAMED
  const list = more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names
  const where = list.length === 1 ? list[0] : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`
  throw new LatchkeyError('key-last-way-in', `No other key pair is proven to open ${where}.`, {
    advice: `Bind another key pair there first, or type ${radius.name} to let it go all the same.`,
  })
}
