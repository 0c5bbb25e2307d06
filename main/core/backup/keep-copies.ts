import type { BackupFiles } from '../ports.js'
import type { VaultService } from '../services.js'

/** The vault, with a copy kept of the profile before each change or removal of its password, and before a move. */
export function keepCopies(vault: VaultService, backups: BackupFiles): VaultService {
  return {
    ...vault,
    async setPassword(input, options) {
      vault.secrets() // of one that is locked nothing can be changed
      await backups.keepCopy('password')
      return vault.setPassword(input, options)
    },
    async move(input, options) {
      vault.secrets()
      await backups.keepCopy('move')
      return vault.move(input, options)
    },
  }
}
