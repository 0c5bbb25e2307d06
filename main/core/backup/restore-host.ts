import { randomUUID } from 'node:crypto'
import { withHost } from '../hosts/hosts.js'
import type { ProfileStore } from '../ports.js'
import type { HostRecord } from '../profile.js'
import { isId } from '../vault/secret-record.js'
import { freeName } from './free-name.js'

/** Adds a host that is not here, under a name that is free. Throws `host-already-known` where it has come meanwhile. */
export async function restoreHost(host: HostRecord, profile: ProfileStore): Promise<HostRecord> {
  const { hosts } = profile.read()
  const isTaken = hosts.some(({ id }) => id === host.id) || !isId(host.id)
  const name = freeName(
    host.name.slice(0, 85),
    hosts.map((known) => known.name),
  )
  const added = { ...host, id: isTaken ? randomUUID() : host.id, name }
  await profile.update((now) => withHost(now, added, undefined))
  return added
}
