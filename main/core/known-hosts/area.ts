import type { InventoryChange } from '../inventory/inventory-change.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import type { Ports } from '../ports.js'
import type { BindingJournal } from '../profile.js'
import type { InstancesService, KnownHostsService } from '../services.js'
import { type HostChange, hostChanges } from './host-changes.js'
import { createHosts } from './hosts.js'
import { ownHostsFile, systemHostsFile, userHostsFile } from './hosts-file.js'
import { instanceNames } from './instance-names.js'
import { createKnownHosts, type HostNews, type KnownHosts } from './known-hosts.js'
import { createOutdated } from './outdated.js'
import { createdSince, reasonFor } from './reasons.js'

interface Parts {
  ports: Pick<Ports, 'knownHosts' | 'userKnownHosts' | 'systemKnownHosts' | 'outdatedHosts' | 'clock' | 'log'>
  told: InstancesService['told']
  onChange: () => void
}

export interface KnownHostsArea {
  knownHosts: KnownHosts
  hosts: KnownHostsService
  /** What a cloud tells of instances that have other addresses now, were made anew or are gone. */
  inventoryChanged(change: InventoryChange): void
  /** The bindings under way: one that has stopped and started an instance. */
  journalChanged(journal: readonly BindingJournal[]): void
  /** An instance that was started from here, and not by a binding. */
  instanceStarted(instanceId: string): void
  /** What was told has been looked into. */
  settled(): Promise<void>
}

/** All about known_hosts, wired. */
export function createKnownHostsArea({ ports, told, onChange }: Parts): KnownHostsArea {
  const { clock, log } = ports
  const own = ownHostsFile(ports.knownHosts)
  const files = [own, userHostsFile(ports.userKnownHosts)]
  const system = systemHostsFile(ports.systemKnownHosts)
  const outdated = createOutdated({ files, store: ports.outdatedHosts, clock, log, onChange })
  const instances = { told }
  const inTurn = oneAtATime()
  const started = new Set<string>()

  function later(work: () => Promise<void>): void {
    void inTurn(work).catch((error: unknown) => log.error('outdated-hosts.incident', error))
  }

  function look(changes: () => HostChange[] | Promise<HostChange[]>): void {
    later(async () => {
      const found = await changes()
      if (found.length > 0) await outdated.note(found)
    })
  }

  async function changesOf(instanceId: string, kind: 'restarted' | 'started'): Promise<HostChange[]> {
    const own = (await instanceNames(instances)).filter((one) => one.instanceId === instanceId)
    return own.map(({ name, instanceName }) => ({ kind, name, instanceId, instanceName }))
  }

  const news: HostNews = {
    async explanation(name, known) {
      const line = (await outdated.all()).find((one) => one.name === name)
      const now = (await instanceNames(instances)).filter((one) => one.name === name)
      const reasons = [line === undefined ? null : reasonFor(line, now[0]), createdSince(known, now)]
      return reasons.filter((reason) => reason !== null).join(' ') || null
    },
    seen: (name, key) => later(() => outdated.seen(name, key)),
  }

  return {
    knownHosts: createKnownHosts({ file: own, clock, news }),
    hosts: createHosts({ files, system, outdated, instances, log }),
    inventoryChanged: (change) => look(() => hostChanges(change)),
    journalChanged(journal) {
      for (const { id, instanceId, step } of journal) {
        if (step !== 'wait' || started.has(id)) continue
        started.add(id)
        look(() => changesOf(instanceId, 'restarted'))
      }
    },
    instanceStarted: (instanceId) =>
      look(async () => {
        const doubted = new Set((await outdated.all()).map(({ name }) => name))
        // Whatever was told of a name before says more than a start.
        return (await changesOf(instanceId, 'started')).filter(({ name }) => !doubted.has(name))
      }),
    settled: () => inTurn(async () => undefined),
  }
}
