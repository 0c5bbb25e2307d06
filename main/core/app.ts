import type { HostInfo } from '../../contract/host.js'
import { createBindings } from './bindings/bindings.js'
import { cloudAdapters } from './clouds/registry.js'
import { createAccounts } from './inventory/accounts.js'
import { createInstances } from './inventory/instances.js'
import { createKeys } from './keys/keys.js'
import { createKnownHosts } from './known-hosts/known-hosts.js'
import { isLatchkeyError } from './lib/error.js'
import type { Ports } from './ports.js'
import { createQuestions } from './questions/questions.js'
import type { App } from './services.js'
import { createConnector } from './sessions/connector.js'
import { createSessions } from './sessions/sessions.js'
import { createVault } from './vault/vault.js'

/** Everything Latchkey knows, wired over what a host gives it. Makes no call and opens nothing by itself. */
export function createApp(ports: Ports, hostInfo: HostInfo): App {
  const { clock, log } = ports
  const vault = createVault(ports)
  const keys = createKeys({ ports, vault })

  const accounts = createAccounts({ ports, vault, keys, adapters: cloudAdapters })
  const instances = createInstances({ ports, accounts })

  const questions = createQuestions({ clock })
  const knownHosts = createKnownHosts({ file: ports.knownHosts, clock })
  const connect = createConnector({ knownHosts, questions, clock, log })

  const sessions = createSessions({ ports, instances, keys, connect })
  const bindings = createBindings({ ports, instances, accounts, keys, connect })

  return {
    host: { info: async () => hostInfo },
    vault,
    keys,
    accounts,
    instances,
    bindings,
    sessions,
    questions,
    knownHosts,
    async close() {
      await sessions.closeAll()
      await closeVault(vault)
    },
  }
}

async function closeVault(vault: App['vault']): Promise<void> {
  try {
    await vault.lock(undefined, {})
  } catch (error) {
    if (!isLatchkeyError(error, 'vault-missing')) throw error // none was made yet: nothing to close
  }
}
