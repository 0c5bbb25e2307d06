import { randomUUID } from 'node:crypto'
import { type Forward, leadsAlike, type SavedForward } from '../../../contract/forwards.js'
import type { Connections } from '../connections/connections.js'
import { createLiveValue } from '../lib/live-value.js'
import { createRemoved } from '../lib/removed.js'
import { type TakenOut, takeOut } from '../lib/take-out.js'
import type { Ports } from '../ports.js'
import type { Profile } from '../profile.js'
import type { ForwardsService, InstancesService, VaultService } from '../services.js'
import { forwardNotFound } from './forward-errors.js'
import { type RunningForward, runForward, stoppedLife } from './run-forward.js'

/** How often counts are told. */
const TICK_MS = 500

export interface ForwardsParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  instances: Pick<InstancesService, 'get'>
  connections: Pick<Connections, 'borrow'>
  vault: Pick<VaultService, 'onOpen'>
}

/** The forwards of this profile, and those that run. */
export function createForwards({ ports, instances, connections, vault }: ForwardsParts): ForwardsService {
  const { profile, clock, log } = ports
  const running = new Map<string, RunningForward>()
  const names = new Map<string, string>()
  const sessions = new Map<string, number>()
  const list = createLiveValue<Forward[]>([])
  const removed = createRemoved<{ back: TakenOut<SavedForward>['back']; ran: boolean }>()
  let ticking: AbortController | null = null

  const saved = () => profile.read().forwards
  const find = (id: string): SavedForward => {
    const found = saved().find((one) => one.id === id)
    if (found === undefined) throw forwardNotFound()
    return found
  }

  function publish(): void {
    const next = saved().map((one) => ({
      ...{ ...one, instanceName: names.get(one.instanceId) ?? one.instanceId },
      ...(running.get(one.id)?.life() ?? stoppedLife),
    }))
    if (JSON.stringify(next) !== JSON.stringify(list.get())) list.set(next)
    watchCounts(next.some(({ state }) => state === 'up'))
  }

  /** The sockets count by themselves, and are looked at now and then. */
  function watchCounts(wanted: boolean): void {
    if (wanted === (ticking !== null)) return
    ticking?.abort()
    ticking = wanted ? new AbortController() : null
    if (ticking !== null) void tick(ticking.signal)
  }

  async function tick(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      publish()
      await clock.sleep(TICK_MS, signal).catch(() => undefined) // aborted: the loop's condition sees it
    }
  }

  /** Instances get and lose names elsewhere: they are looked up whenever somebody begins to watch. */
  async function nameAll(): Promise<void> {
    for (const { instanceId } of saved()) await nameOf(instanceId).catch(() => undefined) // it is no more: its id is shown
    publish()
  }

  async function nameOf(instanceId: string): Promise<void> {
    names.set(instanceId, (await instances.get(instanceId)).name)
  }

  /** It runs, or will by itself. */
  const isOn = (id: string) => running.has(id) && running.get(id)?.life().state !== 'failed'

  function start(one: SavedForward): void {
    const { id } = one
    const now = running.get(id)?.life().state
    if (now !== undefined && now !== 'failed' && now !== 'stopped') return
    const keepsUp = () => saved().some((now) => now.id === id && now.options.keepUp)
    const parts = { clock, log, connections, onVaultOpen: vault.onOpen, onChange: publish }
    running.set(id, runForward(one, { ...parts, keepsUp }))
    publish()
  }

  async function stop(id: string): Promise<void> {
    const one = running.get(id)
    await one?.stop()
    if (running.get(id) === one) running.delete(id)
    publish()
  }

  async function save(change: (forwards: SavedForward[]) => SavedForward[]): Promise<void> {
    await profile.update((old) => ({ ...old, forwards: change(old.forwards) }))
    publish()
  }

  const startedWith = (instanceId: string) =>
    saved().filter((one) => one.instanceId === instanceId && one.options.withSession)

  return {
    async watch(_nothing, { signal }) {
      await nameAll()
      return list.watch(signal)
    },
    async create(wanted) {
      await nameOf(wanted.instanceId)
      const one = { id: randomUUID(), ...wanted }
      await save((all) => [...all, one])
      return one
    },
    async change(changed) {
      const before = find(changed.id)
      await nameOf(changed.instanceId)
      const stays = before.instanceId === changed.instanceId && leadsAlike(before.options, changed.options)
      const ran = isOn(changed.id)
      if (!stays) await stop(changed.id)
      await save((all) => all.map((one) => (one.id === changed.id ? changed : one)))
      if (ran && !stays) start(changed)
      return changed
    },
    async remove({ id }) {
      find(id)
      const ran = isOn(id)
      await save((all) => {
        const { left, back } = takeOut(all, (one) => one.id === id)
        removed.remember(id, { back, ran })
        return left
      })
      await stop(id)
    },
    async putBack({ id }) {
      const { back, ran } = removed.find(id)
      await save((all) => back(all))
      removed.forget(id)
      if (ran) start(find(id))
    },
    start: async ({ id }) => start(find(id)),
    async stop({ id }) {
      find(id)
      await stop(id)
    },
    sessionOpened(instanceId) {
      sessions.set(instanceId, (sessions.get(instanceId) ?? 0) + 1)
      for (const one of startedWith(instanceId)) start(one)
    },
    sessionEnded(instanceId) {
      const left = (sessions.get(instanceId) ?? 1) - 1
      sessions.set(instanceId, left)
      if (left > 0) return
      sessions.delete(instanceId)
      for (const { id, options } of startedWith(instanceId)) if (!options.keepUp) void stop(id)
    },
    profileChanged(before: Profile, after: Profile) {
      if (before.forwards === after.forwards) return
      for (const id of running.keys()) if (!after.forwards.some((one) => one.id === id)) void stop(id)
      publish()
    },
    openCount: () => [...running.values()].filter((one) => one.life().state === 'up').length,
    async closeAll() {
      await Promise.all([...running.keys()].map(stop))
    },
  }
}
