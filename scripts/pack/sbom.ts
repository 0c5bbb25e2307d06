import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import type { Finding } from './finding.js'
import { root } from './lock.js'
import { refOf, type ShippedPackage } from './shipped.js'

const run = promisify(execFile)

interface Component {
  'bom-ref': string
  name: string
  version: string
  scope?: string
  properties?: { name: string; value: string }[]
}

/** What we use of a CycloneDX document. */
export interface Bom {
  serialNumber?: string
  metadata: { timestamp?: string; component?: Component }
  components: Component[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

/** npm's own CycloneDX document of everything in package-lock.json. */
export async function npmSbom(): Promise<Bom> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
  const windows = process.platform === 'win32'
  const options = { cwd: root, shell: windows, maxBuffer: 64 * 1024 * 1024 }
  const { stdout } = await run(windows ? 'npm.cmd' : 'npm', args, options)
  return JSON.parse(stdout) as Bom
}

/**
 * What remains of it for a release: only what is shipped, without the tools. Made twice from the same lock it is the
 * same: its number comes from what it holds, its time from `date`.
 */
export function releaseSbom(bom: Bom, packages: ShippedPackage[], date: Date): Bom {
  const shipped = new Set(packages.map(refOf))
  const components = bom.components.filter((one) => shipped.has(refOf(one))).map(asShipped)
  const own = bom.metadata.component
  const refs = new Set([...(own === undefined ? [] : [own]), ...components].map((one) => one['bom-ref']))
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }))
  const rest = { ...bom, components, dependencies }
  return {
    ...rest,
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([components, dependencies]))}`,
    metadata: {
      ...bom.metadata,
      timestamp: date.toISOString(),
      ...(own === undefined ? {} : { component: { ...own, name: 'latchkey' } }), // npm takes the folder's name
    },
  }
}

export function sbomFindings(bom: Bom, packages: ShippedPackage[]): Finding[] {
  const there = new Set(bom.components.map(refOf))
  return packages
    .filter((one) => !there.has(refOf(one)))
    .map((one) => ({ rule: 'sbom', what: `${refOf(one)} is shipped, and the SBOM has it not.` }))
}

/** What is bundled into our own files is a development dependency to npm, and required to who looks at a release. */
function asShipped(component: Component): Component {
  const { properties = [] } = component
  const kept = properties.filter(({ name }) => name !== 'cdx:npm:package:development')
  return { ...component, scope: 'required', properties: kept }
}

/** A UUID of version 8 (RFC 9562, 5.8) out of a hash. */
function uuidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest()
  hash.writeUInt8(((hash[6] ?? 0) & 0x0f) | 0x80, 6)
  hash.writeUInt8(((hash[8] ?? 0) & 0x3f) | 0x80, 8)
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
