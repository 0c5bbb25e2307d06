import { createWanted } from '../wanted.js'

/** Has the section Accounts show one of them, by its id, as soon as it is in sight. */
export const { want: wantAccount, useWanted: useWantedAccount } = createWanted<string>()
