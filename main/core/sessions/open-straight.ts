import { openSocket } from './tcp.js'
import type { OpenedWay, OpenWayOptions, SshTarget } from './way.js'

/** By TCP, with nothing in between. Throws what `openSocket` throws. */
export async function openStraight(
  target: SshTarget,
  { signal, addressFamily, onBegin, onResolved, flowing }: OpenWayOptions,
): Promise<OpenedWay> {
  onBegin()
  const stream = await openSocket(target, addressFamily, signal, onResolved, flowing)
  return { stream, onLost: () => undefined, release: () => undefined }
}
