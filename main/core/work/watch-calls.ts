import type { PushResult } from '../../../contract/accounts.js'
import { told } from '../../../contract/words/say.js'
import type { CallOptions } from '../lib/service.js'
import type { AccountsService, App } from '../services.js'
import { alongside } from './alongside.js'
import { during, inSection, nameOfKey, unsaidByCloud, type Watched } from './during.js'
import type { Piece } from './work-list.js'

/** Work that is over when its call is, whichever window made it. */

type PushInput = Parameters<AccountsService['push']>[0]

export function watchKeys({ keys }: Pick<App, 'keys'>, watched: Watched): App['keys'] {
  const generate: App['keys']['generate'] = (input, options) =>
    during(watched, {
      ...{ kind: 'key', name: input.name, place: inSection('keys'), shownWhereBegun: true, options },
      job: (mine) => keys.generate(input, mine),
      retry: (mine) => generate(input, mine),
    })
  const imported: App['keys']['import'] = (input, options) => {
    const { source, passphrase, name } = input
    const holdsSecret = source.kind === 'text' || source.kind === 'bytes' || passphrase !== undefined
    return during(watched, {
      ...{ kind: 'import', name, place: inSection('keys'), shownWhereBegun: true, options },
      job: (mine) => keys.import(input, mine),
      ...(holdsSecret ? { again: { kind: 'import', name } } : { retry: (mine) => imported(input, mine) }),
    })
  }
  return { ...keys, generate, import: imported }
}

/** Adding and editing are tests too: nothing is saved that the cloud does not let in. */
export function watchAccounts(
  { accounts, keys }: Pick<App, 'accounts' | 'keys'>,
  watched: Watched,
): App['accounts'] {
  const { check, add, edit, push } = accounts
  const nameOf = async (id: string) =>
    (await accounts.list(undefined, {})).find((one) => one.id === id)?.name ?? ''
  const tested = {
    kind: 'test',
    place: inSection('accounts'),
    shownWhereBegun: true,
    keepsDone: false,
  } as const
  /** Each account by itself: the push to one account knows of no other. */
  const pushOne = async (
    input: PushInput,
    accountId: string,
    options: CallOptions,
  ): Promise<PushResult[]> => {
    const name = nameOfKey(keys, input.keyId)
    return during(watched, {
      ...{ kind: 'push', name, batch: `push ${input.keyId}`, place: inSection('accounts') },
      ...{ shownWhereBegun: true, options },
      job: (mine) => push({ ...input, accountIds: [accountId] }, mine),
      async endOf([result]) {
        if (result?.outcome !== 'failed') return 'done'
        const { problem = unsaidByCloud } = result
        if (problem.code === 'cancelled') return 'cancelled'
        return { failures: [{ name: await nameOf(accountId), problem }] }
      },
      retry: (mine) => pushOne(input, accountId, mine),
    })
  }
  const pushed: typeof push = async (input, options) => {
    const ids = [...new Set(input.accountIds)]
    return (await Promise.all(ids.map((id) => pushOne(input, id, options)))).flat()
  }
  return {
    ...accounts,
    check: (input, options) =>
      during(watched, { ...tested, name: '', options, job: (mine) => check(input, mine) }),
    add: (input, options) =>
      during(watched, { ...tested, name: input.name, options, job: (mine) => add(input, mine) }),
    async edit(input, options) {
      if (input.values === undefined) return edit(input, options)
      const name = input.name ?? (await nameOf(input.id))
      return during(watched, { ...tested, name, options, job: (mine) => edit(input, mine) })
    },
    push: pushed,
  }
}

export function watchInstances(
  { instances, accounts }: Pick<App, 'instances' | 'accounts'>,
  watched: Watched,
): App['instances'] {
  const names = async () => new Map((await accounts.list(undefined, {})).map((one) => [one.id, one]))
  const refresh: App['instances']['refresh'] = async (input, options) => {
    const all = await names()
    const enabled = [...all.values()].filter(({ disabled }) => !disabled).map(({ id }) => id)
    const asked = input.accountId === undefined ? enabled : [input.accountId]
    const name = input.accountId === undefined ? '' : (all.get(input.accountId)?.name ?? '')
    return during(watched, {
      ...{ kind: 'refresh', name, batch: name === '' ? 'refresh' : 'refresh of some' },
      ...{ place: inSection('instances'), keepsDone: false },
      ...{ options, outlivesCaller: true },
      replaces: (before) => before.kind === 'refresh' && (name === '' || before.name === name),
      job: (mine, piece) =>
        alongside(
          instances.refresh(input, mine),
          (watching) => instances.watch(undefined, watching),
          ({ reading }) => {
            const done = asked.filter((id) => !reading.includes(id)).length
            piece.tell({ progress: { done, of: asked.length, unit: 'parts' } })
          },
        ),
      endOf() {
        const failures = asked.flatMap((id) => {
          const problem = instances.problemOf(id)
          return problem === undefined ? [] : { name: all.get(id)?.name ?? '', problem }
        })
        return failures.length === 0 ? 'done' : { failures }
      },
      retry(mine) {
        const failed = asked.filter((id) => instances.problemOf(id) !== undefined)
        return Promise.all(failed.map((accountId) => refresh({ accountId }, mine)))
      },
    })
  }
  const sentBy = (piece: Piece) => {
    piece.sent()
    piece.tell({ step: told`sent to the cloud` })
  }
  const power: App['instances']['power'] = async (input, options) => {
    const kind = input.to === 'running' ? 'start' : 'stop'
    const name = await instances.get(input.id).then(
      (instance) => instance.name,
      () => '',
    )
    return during(watched, {
      ...{ kind, name, batch: `${kind} ${options.caller}`, place: inSection('instances') },
      ...{ options, outlivesCaller: true },
      job: (mine, piece) => instances.power(input, { ...mine, onSent: () => sentBy(piece) }),
      retry: (mine) => power(input, mine),
    })
  }
  return { ...instances, refresh, power }
}
