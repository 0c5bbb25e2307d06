import type { AccountsService, InstancesService } from '../services.js'
import { type AccountKeyRadiusParts, createAccountKeyRadius } from './account-key-radius.js'

interface Parts extends AccountKeyRadiusParts {
  accounts: Pick<AccountsService, 'cloud' | 'deleteKey'>
  instances: Pick<InstancesService, 'told' | 'keysAnew' | 'keyGone'>
}

/** Deletes key pairs from accounts, of which what is known of them follows at once, and says before what that comes to. */
export function createKeyDeletion(parts: Parts): Pick<AccountsService, 'keyRadius' | 'deleteKey'> {
  const { accounts, instances } = parts
  return {
    keyRadius: createAccountKeyRadius(parts),
    async deleteKey(input, options) {
      await accounts.deleteKey(input, options)
      await instances.keyGone(input.id, input.key)
    },
  }
}
