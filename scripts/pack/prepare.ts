import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeIcons, writeMsixImages, writeTrayIcons } from './icons.js'
import { licenceText } from './licences.js'
import { readLock, root } from './lock.js'
import { fetchNativePackages } from './native-modules.js'
import { type Bom, npmSbom, releaseSbom } from './sbom.js'
import { bundledPackages, type ShippedPackage, shippedPackages } from './shipped.js'
import type { Target } from './targets.js'

/** Where what electron-builder.yml names is made. */
export const buildDir = join(root, 'build')

/**
 * Makes what a pack needs besides the build in out/: icons, the text of all licences, the SBOM, and the compiled packages of
 * the targets in node_modules.
 */
export async function prepare(targets: Target[]): Promise<{ packages: ShippedPackage[]; bom: Bom }> {
  mkdirSync(buildDir, { recursive: true })
  const lock = readLock()
  const svg = readFileSync(join(root, 'assets/icon.svg'))
  const [bom] = await Promise.all([
    npmSbom(),
    writeIcons(svg, buildDir),
    writeTrayIcons(svg, join(buildDir, 'tray')),
    writeMsixImages(svg, join(buildDir, 'appx')),
    fetchNativePackages(targets, lock),
  ])
  const packages = shippedPackages(lock, bundledPackages())
  writeFileSync(join(buildDir, 'licences.txt'), licenceText(packages))
  const released = releaseSbom(bom, packages, releaseDate())
  writeFileSync(join(buildDir, 'sbom.cdx.json'), `${JSON.stringify(released, null, 2)}\n`)
  return { packages, bom: released }
}

/** SOURCE_DATE_EPOCH (seconds), as reproducible-builds.org has it; without it, today. */
function releaseDate(): Date {
  const seconds = process.env.SOURCE_DATE_EPOCH
  return seconds === undefined ? new Date() : new Date(Number(seconds) * 1000)
}
