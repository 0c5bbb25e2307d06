import { setTimeout as sleep } from 'node:timers/promises'
import type { Drift, SyncOptions, SyncPlan, SyncRun, SyncStep, WantedRule } from '../../contract/sync.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue } from '../../main/core/lib/live-value.js'
import type { SyncService } from '../../main/core/services.js'
import * as data from './fake-data.js'

export interface FakeSyncOptions {
  /** Every first step on the second account fails. */
  errors?: boolean
  /** A sync that was cut off is there. */
  interrupted?: boolean
  /** Accounts hold other keys than yesterday. */
  drift?: boolean
  latencyMs?: number
}

/** Believable plans over the accounts of fake-data.ts, carried out one step after the other. */
export function fakeSync(empty: boolean, options: FakeSyncOptions = {}): SyncService {
  const { errors = false, interrupted = false, latencyMs = 300 } = options
  let rules: WantedRule[] = empty ? [] : firstRules
  let plan: SyncPlan | null = null
  let drifted: Drift = { accounts: options.drift === true ? [drift] : [] }
  const live = createLiveValue<SyncRun | null>(interrupted ? cutOff() : null)

  const mark = (id: string, part: Partial<SyncRun['steps'][number]>) => {
    const run = live.get()
    if (run === null) return
    const steps = run.steps.map((step) => (step.id === id ? { ...step, ...part } : step))
    live.set({ ...run, steps })
  }

  async function carryOut(): Promise<void> {
    for (const { id, accountId, kind } of live.get()?.steps.filter(({ state }) => state === 'waiting') ??
      []) {
      if (live.get()?.state !== 'running') break
      mark(id, { state: 'running' })
      await sleep(latencyMs * 2)
      if (errors && accountId === 'a2' && kind === 'push') mark(id, { state: 'failed', problem: quota })
      else mark(id, { state: 'done' })
    }
    const run = live.get()
    if (run === null) return
    const left = run.steps.some(({ state }) => state === 'waiting')
    live.set({ ...run, endedAt: data.ago(0), state: left ? 'interrupted' : 'ended' })
  }

  const start = (run: SyncRun) => {
    live.set(run)
    void carryOut()
    return run
  }

  return {
    rules: async () => rules,
    saveRule: async ({ id = `r${rules.length + 1}`, ...rule }) => {
      rules = [...rules.filter((known) => known.id !== id), { id, ...rule }]
      return rules
    },
    removeRule: async ({ id }) => {
      rules = rules.filter((rule) => rule.id !== id)
      return rules
    },
    async plan(asked, { signal }) {
      await sleep(latencyMs * 3, undefined, { signal })
      plan = rules.length === 0 ? { ...planOf(asked), accounts: [], steps: [] } : planOf(asked)
      return plan
    },
    async run({ stepIds }) {
      const steps = (plan?.steps ?? []).filter(({ id }) => stepIds.includes(id))
      const state = 'running' as const
      return start({
        ...{ id: 'run', startedAt: data.ago(0), endedAt: null, state, accounts },
        steps: steps.map((step) => ({ ...step, state: 'waiting' })),
      })
    },
    watch: async (_nothing, { signal }) => live.watch(signal),
    async cancel() {
      const run = live.get()
      if (run?.state === 'running') live.set({ ...run, state: 'cancelling' })
    },
    async resume() {
      const run = live.get()
      if (run === null) throw new LatchkeyError('sync-none', 'There is no sync to resume.')
      const steps = run.steps.map(({ problem: _problem, ...step }) => {
        return step.state === 'failed' ? { ...step, state: 'waiting' as const } : step
      })
      return start({ ...run, endedAt: null, state: 'running', steps })
    },
    dismiss: async () => live.set(null),
    drift: async () => drifted,
    async acceptDrift({ accountId }) {
      const left = drifted.accounts.filter(
        (account) => accountId !== undefined && account.accountId !== accountId,
      )
      drifted = { accounts: left }
      return drifted
    },
  }
}

const accounts = data.accounts.map(({ id, name }) => ({ accountId: id, name }))
const [first, second, third] = data.keyPairs
const fourth = { id: 'k9', name: 'contractor-2024' }

const firstRules: WantedRule[] = [
  { id: 'r1', keys: { kind: 'tag', tag: 'prod' }, accounts: { kind: 'all' } },
  {
    id: 'r2',
    keys: { kind: 'key', keyId: first?.id ?? 'k1' },
    accounts: { kind: 'some', accountIds: ['a1', 'a2'] },
  },
]

const quota = data.problem(
  'cloud-quota',
  'The account may hold no more key pairs.',
  'Delete some there, or have its limit raised.',
)

function step(
  kind: SyncStep['kind'],
  accountId: string,
  key: { id: string; name: string } | undefined,
  parts: Partial<SyncStep> = {},
): SyncStep {
  const { id: keyId, name: keyName } = key ?? { id: 'k1', name: 'deploy' }
  return {
    ...{ id: `${kind}/${accountId}/${keyId}`, accountId, keyId, keyName, kind, cloudName: keyName },
    ...{ key: null, why: 'A rule wants what is tagged prod here.', trust: null },
    ...parts,
  }
}

function planOf(options: SyncOptions): SyncPlan {
  const held = (name: string) => ({ name, region: null, cloudKeyId: null })
  const removal = step('remove', 'a1', fourth, {
    key: held(fourth.name ?? ''),
    why: 'No rule wants it here.',
    trust: { declared: ['web-1', 'web-2'], observed: [], proven: ['web-1'] },
  })
  const steps = [
    ...(options.remove ? [removal] : []),
    ...(options.rename
      ? [
          step('rename', 'a2', third, {
            key: held('from-2024'),
            why: `The key pair is called ${third?.name} in the vault.`,
          }),
        ]
      : []),
    step('push', 'a1', first),
    step('push', 'a1', second, {
      cloudName: `${second?.name}-2`,
      why: 'A rule wants what is tagged prod here. Another key there has its name.',
    }),
    step('nothing', 'a1', third, { why: 'It is there.' }),
    step('push', 'a2', first),
    step('push', 'a2', second),
    step('not-taken', 'a2', fourth, { why: 'It is not tried. Tencent Cloud takes RSA only.' }),
  ]
  const consequences = [
    ...(options.remove
      ? [
          `${fourth.name} goes from ${accounts[0]?.name}: the cloud declares it for web-1, web-2; a login with it succeeded on web-1.`,
          'A key that goes from an account stays in the authorized_keys of its instances: logins go on working.',
        ]
      : []),
    ...(options.rename
      ? ['Scripts and templates that name a key by its old name on the account no longer find it.']
      : []),
    'New instances can be given the pushed keys. Instances that are there get none of them by this.',
  ]
  return { id: 'plan', options, accounts, steps, consequences }
}

function cutOff(): SyncRun {
  const { steps } = planOf({ rename: false, remove: false })
  const work = steps.filter(({ kind }) => kind === 'push')
  return {
    ...{ id: 'run', startedAt: data.ago(30), endedAt: null, state: 'interrupted', accounts },
    steps: work.map((one, at) => ({ ...one, state: at < 2 ? 'done' : 'waiting' })),
  }
}

const item = { accountId: 'a1', region: null, before: [], now: [], keyId: null }
const drift: Drift['accounts'][number] = {
  ...{ accountId: 'a1', since: data.ago(26 * 60), readAt: data.ago(12) },
  items: [
    { ...item, kind: 'key-added', name: 'contractor' },
    { ...item, kind: 'key-renamed', name: 'deploy-old', before: ['deploy'], keyId: first?.id ?? null },
    { ...item, kind: 'instance-keys', name: 'web-2', before: ['deploy'], now: ['contractor', 'deploy'] },
    { ...item, kind: 'instance-new', name: 'batch-17', now: ['contractor'] },
  ],
}
