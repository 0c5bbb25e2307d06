import type { HostNews } from '../../main/core/known-hosts/known-hosts.js'

/** Clouds that have told nothing of hosts. */
export const noNews: HostNews = { explanation: async () => null, seen: () => undefined }
