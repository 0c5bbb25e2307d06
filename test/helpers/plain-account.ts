import { plainConnection } from '../../contract/accounts.js'

/** What every account record has, of one that nothing is special about. */
export const plainAccount = { preset: null, connection: plainConnection, disabled: false }
