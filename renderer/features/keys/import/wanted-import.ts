import { createWanted } from '../../wanted.js'

/** Has the section Keys open its import, for a key pair of this name, as soon as it is in sight. */
export const { want: wantImport, useWanted: useWantedImport } = createWanted<string>()
