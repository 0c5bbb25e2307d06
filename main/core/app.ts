import type { HostInfo } from '../../contract/host.js'
import { noteAccounts, noteExports, noteProfile, noteVault } from './activity/observe.js'
import { type ActivityRecord, createActivityRecord } from './activity/record.js'
import { createBackup } from './backup/backup.js'
import { keepCopies } from './backup/keep-copies.js'
import { createRescueFile } from './backup/rescue-file.js'
import { watchedProfile, watchedText } from './backup/watched-profile.js'
import { createBindings } from './bindings/bindings.js'
import { cloudAdapters } from './clouds/registry.js'
import { createAccounts } from './inventory/accounts.js'
import { createInstances } from './inventory/instances.js'
import { createObservations } from './inventory/observations.js'
import { watchBin } from './keys/bin.js'
import { createKeys } from './keys/keys.js'
import { createKeyUsage } from './keys/usage.js'
import { createKnownHosts } from './known-hosts/known-hosts.js'
import { createLiveValue } from './lib/live-value.js'
import { createAutoLock } from './lock/auto-lock.js'
import { createPresence } from './lock/presence.js'
import { noteInput } from './lock/terminal-presence.js'
import { createMap } from './map/map.js'
import type { Ports } from './ports.js'
import { createQuestions } from './questions/questions.js'
import { createRepair } from './repair/repair.js'
import type { App } from './services.js'
import { createConnector, createOtherConnector } from './sessions/connector.js'
import { createSessions } from './sessions/sessions.js'
import { createSettings } from './settings/settings.js'
import { createSync } from './sync/sync.js'
import { createVault } from './vault/vault.js'

/** Everything Latchkey knows, wired over what a host gives it. Makes no call and opens nothing by itself. */
export function createApp(given: Ports, hostInfo: HostInfo): App {
  const { clock, log } = given
  const instanceName = async (id: string) => (await instances.get(id)).name
  const record = createActivityRecord({ ...given.activity, clock, log, instanceName })
  const every = watchedProfile(given.profile)
  const bare = { ...given, profile: every.profile }
  const note: ActivityRecord['note'] = (happening) => {
    record.note(happening)
    sync.ownChange(happening)
  }
  const watched = watchedProfile(noteProfile(every.profile, note))
  const ports = { ...given, profile: watched.profile }
  const changes = createLiveValue(0)
  const changed = () => changes.set(changes.get() + 1)
  every.onChange(changed)

  const presence = createPresence()
  const vault = keepCopies(
    noteVault(createVault({ ports, presence, note: record.note }), record.note),
    given.backups,
  )
  const autoLock = createAutoLock({ ports, vault, presence })
  const keys = noteExports(
    createKeys({ ports, vault, lacksPrivateHalf: (id) => repair.lacksPrivateHalf(id) }),
    record.note,
  )
  const rescue = createRescueFile({ ports: bare, vault })
  watched.onChange(rescue.changed)
  const backup = createBackup({ ports: bare, vault, rescue, keysInTurn: keys.inTurn, note: record.note })
  const repair = createRepair({
    ports: bare,
    vault,
    adapters: cloudAdapters,
    activity: record,
    keysInTurn: keys.inTurn,
    onRepaired: rescue.changed,
  })
  watched.onChange(repair.changed)
  const unwatchBin = watchBin({ clock, vault, purge: keys.purgeBin })

  const accounts = noteAccounts(createAccounts({ ports, vault, keys, adapters: cloudAdapters }), keys, note)
  const instances = createInstances({ ports, accounts })
  every.onChange(() => void instances.forgetRemoved())
  const observations = createObservations(given.observations, log, changed)
  const sync = createSync({ ports, accounts, instances, observations, adapters: cloudAdapters, note })
  const map = createMap({ ports, instances, observations })

  const questions = createQuestions({ clock })
  const knownHosts = createKnownHosts({ file: watchedText(given.knownHosts, rescue.changed), clock })
  const connectorParts = { knownHosts, questions, clock, log }
  const connect = createConnector(connectorParts)

  const sessions = createSessions({ ports, instances, keys, connect })
  const bindings = createBindings({
    ports,
    instances,
    accounts,
    keys,
    connect,
    note,
    ssh: {
      connectOtherwise: createOtherConnector(connectorParts),
      observations,
      sshAgent: ports.sshAgent,
    },
  })

  const usage = createKeyUsage({ profile: ports.profile, keys, instances, sessions })

  return {
    host: {
      info: async () => hostInfo,
      changes: async (_nothing, { signal }) => changes.watch(signal),
    },
    vault,
    keys: { ...keys, usage },
    accounts,
    instances,
    bindings,
    sessions: {
      ...sessions,
      attach: (id, port) => sessions.attach(id, noteInput(port, presence)),
    },
    questions,
    knownHosts,
    map,
    settings: createSettings(ports.profile),
    activity: record,
    backup: { ...backup, restore: (...restore) => backup.restore(...restore).finally(repair.changed) },
    repair: repair.service,
    sync,
    windowOpened: autoLock.windowOpened,
    async close() {
      autoLock.close()
      unwatchBin()
      await vault.close(async () => {
        await sync.close()
        await sessions.closeAll()
        await repair.settled()
        await rescue.settled()
        await instances.settled()
      })
      await record.settled()
    },
  }
}
