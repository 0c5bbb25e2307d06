import type { Finding } from './finding.js'
import { type Lock, packageName } from './lock.js'
import { nativePackages } from './native-modules.js'
import type { PackedApp } from './packed.js'
import { nameOf, type Target, targets } from './targets.js'

/** The app without Electron, in bytes. */
export const BUDGET = 25_000_000

/** What nobody needs who runs Latchkey. */
const UNWANTED: [name: RegExp, what: string][] = [
  [/\.map$/, 'a source map'],
  [/\.(ts|mts|cts|tsx|jsx)$/, 'source code'],
  [/\.(c|cc|cpp|h|hpp|gyp|gypi|o|obj|pdb)$/, 'source code of a native addon'],
  [/(^|\/)(test|tests|__tests__|__mocks__|fixtures)\//, 'test code'],
  [/\.(test|spec)\.[cm]?js$/, 'test code'],
  [/(^|\/)(examples?|docs|\.github|\.vscode)\//, 'documentation'],
  [/\.(md|markdown)$/i, 'documentation'],
  [/(^|\/)\.(env|npmrc|git)/, 'somebody’s settings'],
  [/(^|\/)(package-lock|tsconfig)[\w.]*\.json$/, 'settings of tools'],
  [/^out\/main\/web\.js$/, 'the web host'],
]

/** Our own part of the archive is these and nothing else. */
const OURS = /^(out\/(main|preload|renderer)\/.+|out\/renderer-files\.json|package\.json|LICENSE)$/

/** What the archive holds: nothing too much, nothing too big, each native module for the right machine. */
export function contentFindings(app: PackedApp, lock: Lock): Finding[] {
  const where = nameOf(app.target)
  const unwanted = [...app.files.keys()].flatMap((name) => {
    const [, what] = UNWANTED.find(([pattern]) => pattern.test(name)) ?? []
    if (what !== undefined) return [{ rule: 'unwanted file', what: `${name} is ${what}.` }]
    if (name.startsWith('node_modules/') || OURS.test(name)) return []
    return [{ rule: 'unwanted file', what: `${name} is no part of the app.` }]
  })
  const size = sizeOf(app)
  const big =
    size > BUDGET
      ? [{ rule: 'size', what: `${where}: ${size} bytes are more than the ${BUDGET} allowed.` }]
      : []
  return [...unwanted, ...big, ...nativeFindings(app, lock)]
}

/** Bytes of the archive's files, those beside it too. */
export function sizeOf({ files }: PackedApp): number {
  return [...files.values()].reduce((sum, { body }) => sum + body.length, 0)
}

/** Both halves of macOS's app have to hold both, or they can't be joined (electron-builder.yml). */
function machinesOf(target: Target): Target[] {
  return target.os === 'darwin' ? targets.filter(({ os }) => os === 'darwin') : [target]
}

function nativeFindings({ target, files }: PackedApp, lock: Lock): Finding[] {
  const where = nameOf(target)
  const found = [...files].filter(([name]) => name.endsWith('.node'))
  const machines = machinesOf(target)
  const wrong = found.flatMap(([name, { body, unpacked }]) => {
    const machine = machineOf(body)
    if (!machines.some((one) => nameOf(one) === machine))
      return [{ rule: 'native module', what: `${where}: ${name} is for ${machine}.` }]
    if (!unpacked)
      return [{ rule: 'native module', what: `${where}: ${name} can’t be loaded from inside the archive.` }]
    return []
  })
  const missing = machines
    .flatMap((machine) => nativePackages(lock, machine))
    .filter((path) => !found.some(([name]) => name.startsWith(`${path}/`)))
    .map((path) => ({ rule: 'native module', what: `${where}: ${packageName(path)} is missing.` }))
  return [...wrong, ...missing]
}

/** The system and processor that a compiled file is for, by its header (ELF, PE, Mach-O): `linux-x64`. */
export function machineOf(file: Buffer): string {
  const is = (magic: number) => file.length >= 64 && file.readUInt32BE(0) === magic
  if (is(0x7f454c46)) return `linux-${{ 62: 'x64', 183: 'arm64' }[file.readUInt16LE(18)] ?? 'unknown'}`
  if (is(0xcffaedfe))
    return `darwin-${{ 16777223: 'x64', 16777228: 'arm64' }[file.readUInt32LE(4)] ?? 'unknown'}`
  if (file.length >= 64 && file.toString('latin1', 0, 2) === 'MZ') {
    const at = file.readUInt32LE(0x3c) + 4
    const machine = at + 2 <= file.length ? file.readUInt16LE(at) : 0
    return `win32-${{ 34404: 'x64', 43620: 'arm64' }[machine] ?? 'unknown'}`
  }
  return 'no machine'
}
