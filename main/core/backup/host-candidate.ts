import { told } from '../../../contract/words/say.js'
import { isSameLogin } from '../hosts/hosts.js'
import type { HostRecord } from '../profile.js'
import { type Here, type HostCandidate, restoreRow } from './candidate.js'
import { freeName } from './free-name.js'

/** Holds a host of a backup against those here. `taken` are the names that are used; the one it gets is added. */
export function hostCandidate(
  id: string,
  host: HostRecord,
  { profile }: Here,
  taken: string[],
): HostCandidate {
  const twin = profile.hosts.find((known) => isSameLogin(known, host))
  const about = { id, kind: 'host' as const, detail: `${host.user}@${host.host} port ${host.port}` }
  if (twin !== undefined) {
    const row = restoreRow({ ...about, name: twin.name, state: 'same', differs: [], does: null })
    return { kind: 'host', host, twin, row }
  }
  const name = freeName(host.name, taken)
  taken.push(name)
  const row = restoreRow({
    ...about,
    name,
    state: 'new',
    differs: [],
    does: name === host.name ? told`adds it` : told`adds it as ${name}`,
  })
  return { kind: 'host', host, twin: undefined, row }
}
