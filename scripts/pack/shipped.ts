import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from './finding.js'
import { type Lock, packageName, resolveIn, root } from './lock.js'
import { nativePackages } from './native-modules.js'
import type { PackedApp } from './packed.js'
import { targets } from './targets.js'

/** A package of somebody else that is part of what users get. */
export interface ShippedPackage {
  /** As package-lock.json names it. */
  path: string
  name: string
  version: string
  license: string
  /** The way from Latchkey to it: `electron-updater › js-yaml`. */
  why: string
  /** Whether it has files of its own in the archive; the others are inside our files. */
  packed: boolean
}

/** electron-builder.yml keeps these out. */
const LEFT_OUT = new Set(['argparse'])

/** `bundled` are the packages that the build took into Latchkey's own files. Electron is among the answer. */
export function shippedPackages(lock: Lock, bundled: string[]): ShippedPackage[] {
  const natives = new Set(targets.flatMap((target) => nativePackages(lock, target)))
  const production = [...waysTo(lock, false)].filter(([path]) => {
    const { os, libc } = lock[path] ?? {}
    return !LEFT_OUT.has(packageName(path)) && ((os === undefined && libc === undefined) || natives.has(path))
  })
  const all = waysTo(lock, true)
  const isPacked = new Set(production.map(([path]) => path))
  const ways = new Map([
    ...['node_modules/electron', ...bundled].map((path) => [path, all.get(path) ?? 'unknown'] as const),
    ...production,
  ])
  return [...ways.keys()].sort().map((path) => {
    const { version = 'unknown', license = licenseOf(path) } = lock[path] ?? {}
    const why = ways.get(path) ?? ''
    return { path, name: packageName(path), version, license, why, packed: isPacked.has(path) }
  })
}

/** Old packages name their licence in a way that npm does not take over into the lock. */
function licenseOf(path: string): string {
  const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'))
  return manifest.licenses?.map(({ type }: { type: string }) => type).join(' OR ') ?? 'unknown'
}

/** As electron.vite.config.ts writes them down. Throws where nothing is built. */
export function bundledPackages(): string[] {
  const directory = join(root, 'out/bundled-packages')
  return readdirSync(directory).flatMap((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')))
}

/** `zod@4.6.7`: electron-builder lays packages out anew, so the place of one says nothing. */
export function refOf({ name, version }: { name: string; version: string }): string {
  return `${name}@${version}`
}

/** The packages of an archive with their bytes, by `refOf`. */
export function packedPackages({ files }: Pick<PackedApp, 'files'>): Map<string, number> {
  const sizes = new Map<string, number>()
  const refs = new Map<string, string>()
  for (const [name, { body }] of files) {
    const path = packageOf(name)
    if (path === null) continue
    const ref = refs.get(path) ?? refIn(path, files)
    refs.set(path, ref)
    sizes.set(ref, (sizes.get(ref) ?? 0) + body.length)
  }
  return sizes
}

/** The package's directory that a file of the archive lies in; null for our own files. */
export function packageOf(file: string): string | null {
  const [path] = /^node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? []
  return path ?? null
}

function refIn(path: string, files: PackedApp['files']): string {
  const manifest = files.get(`${path}/package.json`)?.body.toString('utf8') ?? '{}'
  return refOf({ name: packageName(path), version: 'unknown', ...JSON.parse(manifest) })
}

/** What was packed has to be what is said of it in the licences, in the SBOM and in the report, and the other way round. */
export function shippedFindings(packages: ShippedPackage[], apps: PackedApp[]): Finding[] {
  const known = new Set(packages.map(refOf))
  const packed = new Set(apps.flatMap((app) => [...packedPackages(app).keys()]))
  const extra = [...packed].filter((ref) => !known.has(ref))
  const missing = packages.filter((one) => one.packed && !packed.has(refOf(one)))
  return [
    ...extra.map((ref) => `${ref} was packed, and nothing that Latchkey needs leads to it.`),
    ...missing.map((one) => `${refOf(one)} was not packed, and ${one.why} needs it.`),
  ].map((what) => ({ rule: 'shipped', what }))
}

/** The shortest way to each package from what package.json names, without or with what is needed for development. */
function waysTo(lock: Lock, dev: boolean): Map<string, string> {
  const ways = new Map<string, string>()
  const waiting = [{ path: '', way: '' }]
  for (const { path, way } of waiting) {
    const { dependencies, optionalDependencies, devDependencies } = lock[path] ?? {}
    const more = dev && path === '' ? devDependencies : {}
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...more })) {
      const found = resolveIn(lock, path, name)
      if (found === null || ways.has(found)) continue
      const next = way === '' ? name : `${way} › ${name}`
      ways.set(found, next)
      waiting.push({ path: found, way: next })
    }
  }
  return ways
}
