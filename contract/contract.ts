import { accounts } from './accounts.js'
import { activity } from './activity.js'
import { backup } from './backup.js'
import { bindings } from './bindings.js'
import { connection } from './connection.js'
import { demo } from './demo.js'
import { desktop } from './desktop.js'
import { files } from './files.js'
import { forwards } from './forwards.js'
import { host } from './host.js'
import { hosts } from './hosts.js'
import { instances } from './instances.js'
import { keys } from './keys.js'
import { knownHosts } from './known-hosts.js'
import { map } from './map.js'
import { nameplates } from './nameplates.js'
import { openings } from './openings.js'
import { questions } from './questions.js'
import { recovery } from './recovery.js'
import { repair } from './repair.js'
import { routes } from './route.js'
import { sessionLogs } from './session-logs.js'
import { sessions } from './sessions.js'
import { settings } from './settings.js'
import { snippets } from './snippets.js'
import { sshConfig } from './ssh-config.js'
import { sync } from './sync.js'
import { tabs } from './tabs.js'
import { transfers } from './transfers.js'
import { vault } from './vault.js'
import { work } from './work.js'

/** Everything the window can ask of the core. */
export const contract = {
  host,
  demo,
  desktop,
  vault,
  keys,
  accounts,
  instances,
  hosts,
  bindings,
  connection,
  recovery,
  routes,
  sessions,
  sessionLogs,
  files,
  transfers,
  forwards,
  snippets,
  nameplates,
  tabs,
  openings,
  questions,
  knownHosts,
  map,
  settings,
  activity,
  backup,
  repair,
  sync,
  sshConfig,
  work,
}
export type Contract = typeof contract
