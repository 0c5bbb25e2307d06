import { sizeOf } from './content-rules.js'
import type { PackedApp } from './packed.js'
import { packageOf, packedPackages, refOf, type ShippedPackage } from './shipped.js'
import { nameOf } from './targets.js'

/** What is in the archive and why, as Markdown: the sizes of each target, then every package with the way that leads to it. */
export function reportOf(apps: PackedApp[], packages: ShippedPackage[]): string {
  const ours = largest(apps.map(ownParts))
  const theirs = largest(apps.map(packedPackages))
  const rows = packages
    .map((one) => ({ ...one, size: theirs.get(refOf(one)) ?? 0 }))
    .sort((a, b) => b.size - a.size)
    .map((one) => row(`${refOf(one)} (${one.license})`, one.size, one.why))
  return [
    '# What is in the archive, and why',
    '',
    ...apps.map((app) => `- ${nameOf(app.target)}: ${app.files.size} files, ${kilobytes(sizeOf(app))}`),
    '',
    'Sizes are those of the target where a part is largest. A package without a size is inside `out/`, or is Electron.',
    '',
    '| part | size | why |',
    '|---|---:|---|',
    ...[...ours].map(([name, size]) => row(name, size, 'Latchkey')),
    ...rows,
    '',
  ].join('\n')
}

function row(name: string, size: number, why: string): string {
  return `| ${name} | ${size === 0 ? '' : kilobytes(size)} | ${why} |`
}

/** Bytes of our own files, by directory. */
function ownParts({ files }: PackedApp): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const [name, { body }] of files) {
    const part = name.split('/').slice(0, 2).join('/')
    if (packageOf(name) === null) sizes.set(part, (sizes.get(part) ?? 0) + body.length)
  }
  return sizes
}

function largest(all: Map<string, number>[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const [name, size] of all.flatMap((one) => [...one]))
    sizes.set(name, Math.max(size, sizes.get(name) ?? 0))
  return sizes
}

function kilobytes(size: number): string {
  return `${Math.ceil(size / 1000)} kB`
}
