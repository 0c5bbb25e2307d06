import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'

/** The id of a host's instance. */
export const instanceIdOf = (hostId: string): string => `${HOSTS_ACCOUNT}/${hostId}`
