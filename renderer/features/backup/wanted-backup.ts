import type { WorkAgain } from '../../../contract/work-again.js'
import { createWanted } from '../wanted.js'

/** What a backup that failed was to be: its passphrase is to be typed anew. */
export type BackupBefore = Omit<Extract<WorkAgain, { kind: 'backup' }>, 'kind'>

/** Has the settings open the form of a backup, filled, as soon as they are in sight. */
export const { want: wantBackup, useWanted: useWantedBackup } = createWanted<BackupBefore>()
