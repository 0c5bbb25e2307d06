import { type ConnectionOptions, defaultConnection } from '../../../contract/connection.js'
import type { Profile } from '../profile.js'

/** What the user has set for an instance, else the defaults. */
export function connectionOf(
  { connections }: Pick<Profile, 'connections'>,
  instanceId: string,
): ConnectionOptions {
  const found = connections.find((one) => one.instanceId === instanceId)
  if (found === undefined) return defaultConnection
  const { instanceId: _of, ...rest } = found
  return rest
}
