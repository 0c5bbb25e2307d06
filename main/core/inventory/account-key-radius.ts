import type { AccountKey, AccountKeyRadius } from '../../../contract/accounts.js'
import { asPlainText } from '../../../contract/base.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { CloudAdapter, CloudKeyRef, KeyHolders } from '../clouds/cloud.js'
import { toPlace } from '../keys/key-radius.js'
import { problemOf } from '../lib/problem.js'
import { blastRadius } from '../map/blast-radius.js'
import { computeMap } from '../map/compute-map.js'
import type { Graph, KeyNode } from '../map/graph.js'
import type { Ports } from '../ports.js'
import type { AccountRecord } from '../profile.js'
import type { AccountsService, InstancesService, SessionsService } from '../services.js'
import { instanceId } from './instance-view.js'
import { isMeant } from './listed-keys.js'
import { accountNotFound } from './not-found.js'
import type { Observations } from './observations.js'
import { adapterFor } from './open-clouds.js'

export interface AccountKeyRadiusParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  accounts: Pick<AccountsService, 'cloud'>
  adapters: readonly CloudAdapter[]
  instances: Pick<InstancesService, 'told' | 'keysAnew'>
  observations: Pick<Observations, 'all'>
  sessions: Pick<SessionsService, 'openCount'>
}

/** What the cloud said that it keeps a key for, or why it said nothing. */
interface Asked {
  holders: KeyHolders | null
  problem: ErrorInfo | null
}

/**
 * Says what deleting key pairs from accounts comes to. The clouds are asked which keys they hold and what they keep them for;
 * the rest is from what is known here. Instances are those of the account that holds the key.
 */
export function createAccountKeyRadius(parts: AccountKeyRadiusParts) {
  const { ports, accounts, adapters, instances, observations, sessions } = parts
  const { profile, clock, log } = ports

  function record(accountId: string): AccountRecord {
    const found = profile.read().accounts.find(({ id, phase }) => id === accountId && phase === 'stored')
    if (found === undefined) throw accountNotFound()
    return found
  }

  /** In the order of the keys. */
  async function ask(accountId: string, keys: CloudKeyRef[], signal?: AbortSignal): Promise<Asked[]> {
    try {
      await instances.keysAnew(accountId)
      const holders = await (await accounts.cloud(accountId)).keyHolders?.(keys, signal)
      return keys.map((_key, at) => ({ holders: holders?.[at] ?? null, problem: null }))
    } catch (error) {
      const problem = problemOf(error, 'account.holders-unknown', log)
      return keys.map(() => ({ holders: null, problem }))
    }
  }

  async function askAll(keys: AccountKey[], signal?: AbortSignal): Promise<Map<AccountKey, Asked>> {
    const ids = [...new Set(keys.map(({ accountId }) => accountId))]
    const asked = await Promise.all(
      ids.map(async (id) => {
        const here = keys.filter(({ accountId }) => accountId === id)
        const answers = await ask(
          id,
          here.map(({ key }) => key),
          signal,
        )
        return here.map((key, at) => [key, answers[at] ?? { holders: null, problem: null }] as const)
      }),
    )
    return new Map(asked.flat())
  }

  return async (
    { keys }: { keys: AccountKey[] },
    { signal }: { signal?: AbortSignal | undefined },
  ): Promise<AccountKeyRadius[]> => {
    const records = keys.map(({ accountId }) => record(accountId))
    const asked = await askAll(keys, signal)
    const [told, seen] = [await instances.told(), await observations.all()]
    const graph = computeMap({ profile: profile.read(), told, observations: seen })
    const nodes = keys.map((key) => nodeOf(graph, key))
    const going = new Set(nodes.flatMap((node) => node?.id ?? []))
    const hit = blastRadius(graph, going, clock.now())
    return keys.map((wanted, at) => {
      const { name, kind } = records[at] ?? record(wanted.accountId)
      const { holders, problem } = asked.get(wanted) ?? { holders: null, problem: null }
      const node = nodes[at]
      const keyId = node?.record?.id ?? null
      const places = hit.get(node?.id ?? '') ?? []
      const here = places.filter(({ trust }) => trust.instance.account?.record.id === wanted.accountId)
      return {
        ...wanted,
        accountName: name,
        keyId,
        meaning: adapterFor(adapters, kind).keyDeletion,
        instances: here.map(toPlace),
        sessions: keyId === null ? 0 : sessions.openCount(keyId),
        kept: holders && keptFor(holders, wanted.accountId, graph),
        problem,
      }
    })
  }
}

/** The key that the account holds under this name, as it told last; undefined where there is none. */
function nodeOf({ accounts }: Graph, { accountId, key }: AccountKey): KeyNode | undefined {
  const account = accounts.find(({ record }) => record.id === accountId)
  return account?.holdings.find(({ entry }) => isMeant(key, entry))?.key
}

function keptFor(
  { instanceIds, images, problem }: KeyHolders,
  accountId: string,
  graph: Graph,
): NonNullable<AccountKeyRadius['kept']> {
  const known = new Map(graph.instances.map(({ id, name }) => [id, name]))
  return {
    instances: instanceIds.map((cloudId) => {
      const id = instanceId(accountId, cloudId)
      return { instanceId: id, instanceName: asPlainText(known.get(id) ?? cloudId) }
    }),
    images: images.map(({ id, name, region }) => ({ id, name: asPlainText(name), region })),
    problem: problem?.info ?? null,
  }
}
