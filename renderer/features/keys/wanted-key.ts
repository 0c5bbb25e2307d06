import { createWanted } from '../wanted.js'

/** Has the section Keys show a key pair, by its id, as soon as it is in sight. */
export const { want: wantKey, useWanted: useWantedKey } = createWanted<string>()
