import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appFindings, desktopEntryFindings } from './app-rules.js'
import { bundleFindings } from './bundle-rules.js'
import { configFindings, readConfig } from './config-rules.js'
import { BUDGET, contentFindings, sizeOf } from './content-rules.js'
import type { Finding } from './finding.js'
import { licenceFindings } from './licences.js'
import { readLock, root } from './lock.js'
import { msixFindings, msixManifest } from './msix-rules.js'
import { type PackedApp, readPacked } from './packed.js'
import { buildDir, prepare } from './prepare.js'
import { reportOf } from './report.js'
import { differences } from './same.js'
import { sbomFindings } from './sbom.js'
import { shippedFindings } from './shipped.js'
import { writeStandIn } from './stand-in-electron.js'
import { nameOf, type System, systems, type Target, targets } from './targets.js'

/*
 * `npm run pack:check`: builds and packs Latchkey for every system up to the directory that its installers are made of, with a
 * stand-in for Electron's binary, and holds what came out against the rules. One line for each step; ends with 1 on a finding.
 */
const work = mkdtempSync(join(tmpdir(), 'latchkey-pack-'))
const found: Finding[] = []

try {
  await main()
} finally {
  rmSync(work, { recursive: true, force: true })
}
// The same file is found in each target.
const said = new Set(found.map(({ rule, what }) => `  ${rule}: ${what}\n`))
for (const line of said) process.stdout.write(line)
process.stdout.write(said.size === 0 ? 'Ready to be packed.\n' : `${said.size} findings.\n`)
process.exit(said.size === 0 ? 0 : 1)

async function main(): Promise<void> {
  const lock = readLock()
  await step('configuration', async () => {
    const config = readConfig()
    const msix = msixFindings(await msixManifest(config), config.appx.artifactName)
    return { findings: [...configFindings(config), ...msix], detail: 'all targets, manifest of the .msix' }
  })
  await step('build', () => ({ findings: build(), detail: 'main, preload, window' }))
  const { packages, bom } = await step('icons, licences, SBOM', async () => {
    const made = await prepare(targets)
    const findings = [...licenceFindings(made.packages), ...sbomFindings(made.bom, made.packages)]
    return { findings, detail: `${made.packages.length} packages`, ...made }
  })
  const apps: PackedApp[] = []
  await Promise.all(systems.map((os) => step(`pack: ${os}`, () => packAndCheck(os, apps))))
  const first = apps.find(({ target }) => nameOf(target) === 'linux-x64')
  if (first === undefined) return
  await step('bundles', () => {
    const ours = [...first.files].filter(([name]) => name.startsWith('out/'))
    const bundles = new Map(ours.map(([name, { body }]) => [name, body]))
    return { findings: bundleFindings(bundles, root), detail: `${bundles.size} files` }
  })
  await step('what is shipped', () => {
    const findings = shippedFindings(packages, apps)
    writeFileSync(join(buildDir, 'report.md'), reportOf(apps, packages))
    return { findings, detail: `build/report.md; ${bom.components.length} in build/sbom.cdx.json` }
  })
  await step('the same again', async () => {
    const findings = [...build(), ...(await pack('linux', ['x64'], join(work, 'again')))]
    if (findings.length > 0) return { findings, detail: '' }
    return {
      findings: differences(first, readPacked(first.target, join(work, 'again'))),
      detail: 'built and packed twice',
    }
  })

  async function packAndCheck(os: System, all: PackedApp[]): Promise<Result> {
    const mine = targets.filter((target) => target.os === os)
    const failed = await pack(
      os,
      mine.map(({ cpu }) => cpu),
      join(work, os),
    )
    if (failed.length > 0) return { findings: failed, detail: '' }
    const packed = mine.map((target) => readPacked(target, join(work, os)))
    all.push(...packed)
    const findings = (await Promise.all(packed.map(appFindings))).flat()
    if (os === 'linux')
      findings.push(...desktopEntryFindings(readFileSync(join(work, os, 'desktop-entry.txt'), 'utf8')))
    if (os === 'darwin') findings.push(...halvesDiffer(packed))
    findings.push(...packed.flatMap((app) => contentFindings(app, lock)))
    return { findings, detail: packed.map(sized).join(', ') }
  }
}

/** macOS's two halves are joined into one app, for which their archives have to be the same. */
function halvesDiffer([one, other]: PackedApp[]): Finding[] {
  return one === undefined || other === undefined ? [] : differences(one, other)
}

function sized(app: PackedApp): string {
  return `${nameOf(app.target)} ${(sizeOf(app) / 1e6).toFixed(1)} of ${BUDGET / 1e6} MB`
}

function build(): Finding[] {
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root })
  return status === 0 ? [] : [{ rule: 'build', what: `${stderr}` }]
}

/** Packs one system for some processors; what electron-builder said is shown where it fails. */
async function pack(os: System, cpus: Target['cpu'][], output: string): Promise<Finding[]> {
  const electron = join(work, `electron-${os}`)
  writeStandIn(os, electron)
  const worker = join(import.meta.dirname, 'pack-worker.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', worker, os, electron, output, ...cpus], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      said += part
    })
  const code = await new Promise((resolve) => child.on('close', resolve))
  return code === 0
    ? []
    : [{ rule: 'pack', what: `${os}: ${said.trim().split('\n').slice(-15).join('\n    ')}` }]
}

interface Result {
  findings: Finding[]
  /** What was looked at, for the table. */
  detail: string
}

async function step<T extends Result>(name: string, run: () => T | Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await run()
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6)
  const mark = result.findings.length === 0 ? 'ok    ' : 'FAILED'
  process.stdout.write(`${mark} ${name.padEnd(22)} ${seconds} s  ${result.detail}\n`)
  found.push(...result.findings)
  return result
}
