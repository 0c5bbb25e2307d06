import type { Finding } from './finding.js'
import type { PackedApp } from './packed.js'

/** What two apps that should be the same byte for byte differ in: files, their order, and so the archive's hash. */
export function differences(one: PackedApp, other: PackedApp): Finding[] {
  const finding = (what: string): Finding => ({ rule: 'not the same', what })
  const names = [...new Set([...one.files.keys(), ...other.files.keys()])]
  const changed = names.filter((name) => !sameBody(one.files.get(name)?.body, other.files.get(name)?.body))
  if (changed.length > 0) return changed.map((name) => finding(`${name} differs.`))
  return one.headerHash === other.headerHash ? [] : [finding('The order of files in the archive differs.')]
}

function sameBody(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one !== undefined && other !== undefined && one.equals(other)
}
