import { accounts } from './accounts.js'
import { activity } from './activity.js'
import { backup } from './backup.js'
import { bindings } from './bindings.js'
import { host } from './host.js'
import { instances } from './instances.js'
import { keys } from './keys.js'
import { knownHosts } from './known-hosts.js'
import { map } from './map.js'
import { questions } from './questions.js'
import { repair } from './repair.js'
import { sessions } from './sessions.js'
import { settings } from './settings.js'
import { sync } from './sync.js'
import { vault } from './vault.js'

/** Everything the window can ask of the core. */
export const contract = {
  host,
  vault,
  keys,
  accounts,
  instances,
  bindings,
  sessions,
  questions,
  knownHosts,
  map,
  settings,
  activity,
  backup,
  repair,
  sync,
}
export type Contract = typeof contract
