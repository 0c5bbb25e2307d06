import type { HostInfo } from '../../contract/host.js'
import { HOSTS_ACCOUNT } from '../../contract/hosts.js'
import { noteAccounts, noteExports, noteInstances, noteProfile, noteVault } from './activity/observe.js'
import { type ActivityRecord, createActivityRecord } from './activity/record.js'
import { createBackup } from './backup/backup.js'
import { keepCopies } from './backup/keep-copies.js'
import { createRescueFile } from './backup/rescue-file.js'
import { watchedProfile, watchedText } from './backup/watched-profile.js'
import { createBindings } from './bindings/bindings.js'
import type { Dial } from './bindings/ssh-banner.js'
import { cloudAdapters } from './clouds/registry.js'
import { createConnection } from './connection/connection.js'
import { createConnections } from './connections/connections.js'
import { createDemo, demoPlace } from './demo/demo.js'
import { createDesktop } from './desktop/desktop.js'
import { createAccess } from './files/access.js'
import { createFiles } from './files/files.js'
import { transferEnd } from './files/transfers/transfer-end.js'
import { createTransfers } from './files/transfers/transfers.js'
import { createForwards } from './forwards/forwards.js'
import { createHosts } from './hosts/hosts.js'
import { createConfiguredImport } from './hosts/import-configured.js'
import { createAccounts } from './inventory/accounts.js'
import { createInstances } from './inventory/instances.js'
import { createKeyDeletion } from './inventory/key-deletion.js'
import { createObservations } from './inventory/observations.js'
import { watchBin } from './keys/bin.js'
import { guardDeletion } from './keys/deletion-guard.js'
import { createKeyRadius, onlyWayInto, waysLeftIn } from './keys/key-radius.js'
import { createKeys } from './keys/keys.js'
import { createKeyUsage } from './keys/usage.js'
import { createKnownHostsArea } from './known-hosts/area.js'
import { createLiveValue } from './lib/live-value.js'
import { createAutoLock } from './lock/auto-lock.js'
import { createPresence } from './lock/presence.js'
import { noteInput } from './lock/terminal-presence.js'
import { createMap } from './map/map.js'
import { createNameplates } from './nameplates/nameplates.js'
import { createOpenedFiles } from './openings/opened-files.js'
import { createOpenings } from './openings/openings.js'
import type { Ports } from './ports.js'
import { createQuestions } from './questions/questions.js'
import { createRecovery } from './recovery/recovery.js'
import { createRepair } from './repair/repair.js'
import type { App } from './services.js'
import { createConnector, createOtherConnector, createSessionConnector } from './sessions/connector.js'
import { createSessionLogs } from './sessions/session-logs.js'
import { createSessions } from './sessions/sessions.js'
import { transportOf } from './sessions/transport.js'
import { createWake } from './sessions/wake.js'
import { createSettings } from './settings/settings.js'
import { createSnippets } from './snippets/snippets.js'
import { createSshConfig } from './ssh-config/ssh-config.js'
import { createSync } from './sync/sync.js'
import { createTabs } from './tabs/tabs.js'
import { createVault } from './vault/vault.js'
import { createOpenWay } from './ways/open-way.js'
import { createWays } from './ways/ways.js'
import { withWork } from './work/with-work.js'

/** Everything Latchkey knows, wired over what a host gives it. Makes no call and opens nothing by itself. */
export function createApp(given: Ports, hostInfo: Omit<HostInfo, 'demo'>): App {
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
  const openedFiles = createOpenedFiles(given.readKeyFile)
  const keys = noteExports(
    createKeys({
      ports,
      vault,
      readOpened: openedFiles.read,
      lacksPrivateHalf: (id) => repair.lacksPrivateHalf(id),
      onlyWayInto: async (id) => onlyWayInto((await radius({ ids: [id] }))[0]),
    }),
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
  const knownHostsOf = createKnownHostsArea({
    ports: { ...given, knownHosts: watchedText(given.knownHosts, rescue.changed) },
    told: () => instances.told(),
    onChange: changed,
  })
  const inventoryChanged: typeof knownHostsOf.inventoryChanged = (...change) => {
    ownSsh.changed()
    return knownHostsOf.inventoryChanged(...change)
  }
  const instances = noteInstances(
    createInstances({ ports, accounts, onChange: inventoryChanged, onStarted: knownHostsOf.instanceStarted }),
    note,
  )
  every.onChange(instances.profileChanged)
  every.onChange(() => knownHostsOf.journalChanged(given.profile.read().bindingJournal))
  const observations = createObservations(given.observations, log, changed)
  every.onChange((before, after) => {
    const left = [...after.accounts.map(({ id }) => id), HOSTS_ACCOUNT]
    if (before.accounts.every(({ id }) => left.includes(id))) return
    observations.keepOnly(left).catch((error) => log.error('observations.not-forgotten', error))
  })
  const ownHosts = {
    ...createHosts({ ports, keys, observations }),
    ...createConfiguredImport({ ports, keys }),
  }
  const ownSsh = createSshConfig({ ports, instances })
  every.onChange(ownSsh.changed)
  const sync = createSync({ ports, accounts, instances, observations, adapters: cloudAdapters, note })
  const map = createMap({ ports, instances, observations })

  const questions = createQuestions({ clock })
  const { knownHosts, hosts } = knownHostsOf
  const connection = createConnection({ ports, instances, vault, log })
  every.onChange(connection.profileChanged)
  const routes = createWays({ ports, instances, connection })
  const wayTo = async (id: string) => routes.wayTo(await instances.get(id), connection.options(id))
  const openWay = createOpenWay({
    borrowHop: (...hop) => connections.borrowLogin(...hop),
    proxyPassword: connection.proxyPassword,
  })
  const dialTo =
    (id: string): Dial =>
    async (target, signal, onBegin) => {
      const options = { signal, addressFamily: 'any' as const, onBegin, onResolved: () => undefined }
      return openWay(await wayTo(id), target, options)
    }
  const connectorParts = {
    ...{ knownHosts, questions, clock, log },
    transportOf: (instanceId: string) => transportOf(connection.options(instanceId)),
    ...{ wayTo, openWay },
  }
  const wake = createWake({
    ...{ clock, log, systemEvents: ports.systemEvents },
    addresses: ports.sshConfig.addresses,
  })
  const connect = wake.watched(createConnector(connectorParts))

  const loginParts = {
    ...{ ports, instances, keys, connection, sshAgent: ports.sshAgent },
    connect: wake.watched(createSessionConnector(connectorParts)),
    wayTo: routes.wayTo,
    remediesFor: routes.remediesFor,
  }
  const connections = createConnections(loginParts)
  const sessions = createSessions({
    ...loginParts,
    lend: (login, held) => {
      const lent = connections.lend(login, held)
      forwards.sessionOpened(login.instance.id)
      return {
        release() {
          forwards.sessionEnded(login.instance.id)
          lent.release()
        },
      }
    },
    tap: (id, terminal) => sessionLogs.tap(id, terminal),
    comers: { mayRejoin: vault.isOpen, mayYetCome: () => !vault.isOpen() && autoLock.hasWindows() },
  })
  every.onChange(sessions.profileChanged)
  const filesAccess = createAccess({ connections, clock, log })
  const files = createFiles({ access: filesAccess, local: ports.localFiles, log })
  const transfersAccess = createAccess({ connections, clock, log, apart: true })
  const transfers = createTransfers({
    access: transfersAccess,
    local: ports.localFiles,
    store: ports.transfers,
    instanceName,
    clock,
    log,
    onEnd: (transfer) => note(transferEnd(transfer)),
  })
  const forwards = createForwards({ ports, instances, connections, vault })
  every.onChange(forwards.profileChanged)

  const sessionLogs = createSessionLogs({
    folder: ports.sessionLogs,
    ...{ clock, log },
    nameOf: async (id) => instanceName(await sessions.instanceOf(id)),
  })
  const bindings = createBindings({
    ports,
    instances,
    accounts,
    keys,
    connect,
    dialTo,
    note,
    waysLeft: async (keyId) => waysLeftIn((await radius({ ids: [keyId] }))[0]),
    ssh: {
      connectOtherwise: wake.watched(createOtherConnector(connectorParts)),
      observations,
      sshAgent: ports.sshAgent,
    },
  })

  const recovery = createRecovery({ ports, instances, accounts, keys, connect, dialTo })

  const tabs = createTabs({
    ...{ store: ports.tabs, profile: ports.profile, log },
    isLive: sessions.isLive,
    isKept: (windowId) => given.desktop?.hasWindow(windowId) === true,
  })

  const usage = createKeyUsage({ profile: ports.profile, keys, instances, sessions })
  const radius = createKeyRadius({ profile: ports.profile, clock, keys, instances, observations, sessions })
  const keyDeletion = createKeyDeletion({
    ...{ ports, accounts, adapters: cloudAdapters },
    ...{ instances, observations, sessions },
  })

  const app: Omit<App, 'work'> = {
    host: {
      info: async () => ({ ...hostInfo, demo: demoPlace(given.demo) }),
      changes: async (_nothing, { signal }) => changes.watch(signal),
    },
    demo: createDemo(given.demo),
    desktop: createDesktop(given.desktop),
    vault,
    keys: { ...keys, usage, radius, ...guardDeletion({ keys, radius, log }) },
    accounts: { ...accounts, ...keyDeletion },
    instances,
    hosts: ownHosts,
    bindings,
    connection,
    recovery,
    routes,
    sessions: {
      ...sessions,
      attach: (id, port, window) => sessions.attach(id, noteInput(port, presence), window),
    },
    questions,
    knownHosts: hosts,
    map,
    settings: createSettings(ports.profile),
    sessionLogs,
    files,
    transfers,
    forwards,
    snippets: createSnippets(ports.profile),
    tabs,
    openings: createOpenings({ vault, files: openedFiles, log }),
    nameplates: createNameplates({ profile: ports.profile, instances }),
    activity: record,
    backup: { ...backup, restore: (...restore) => backup.restore(...restore).finally(repair.changed) },
    repair: repair.service,
    sync,
    sshConfig: ownSsh.service,
    windowOpened: autoLock.windowOpened,
    async close() {
      autoLock.close()
      wake.close()
      unwatchBin()
      await vault.close(async () => {
        await sync.close()
        await ownSsh.settled()
        await sessions.closeAll()
        await transfers.closeAll()
        transfersAccess.closeAll()
        filesAccess.closeAll()
        await forwards.closeAll()
        connections.closeAll()
        await sessionLogs.closeAll()
        await repair.settled()
        await rescue.settled()
        await instances.settled()
        await tabs.settled()
        await knownHostsOf.settled()
      })
      await record.settled()
    },
  }
  return withWork(app, given)
}
