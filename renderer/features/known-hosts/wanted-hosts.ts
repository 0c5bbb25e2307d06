import { createWanted } from '../wanted.js'

/** Has the section Known hosts filter by some words, as soon as it is in sight. */
export const { want: wantHosts, useWanted: useWantedHosts } = createWanted<string>()
