import { type ConnectionOptions, defaultConnection } from '../../contract/connection.js'
import type { ConnectionService } from '../../main/core/services.js'

export function fakeConnection(): ConnectionService {
  const chosen = new Map<string, ConnectionOptions>()
  const options = (instanceId: string) => chosen.get(instanceId) ?? defaultConnection
  return {
    options,
    proxyPassword: async () => null,
    profileChanged: () => undefined,
    get: async ({ instanceId }) => ({
      options: options(instanceId),
      systemAgent: '/run/user/1000/agent.sock',
    }),
    async set({ instanceId, options: next }) {
      chosen.set(instanceId, next)
      return next
    },
  }
}
