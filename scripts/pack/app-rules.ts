import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import plist from 'plist'
import { NtExecutable, NtExecutableResource } from 'resedit'
import { KEY_FILE_ENDS, LINK_SCHEMES } from '../../contract/openings.js'
import type { Finding } from './finding.js'
import type { PackedApp } from './packed.js'
import { nameOf } from './targets.js'

/** A fuse in the wire of a program: the characters 0 and 1. */
const OFF = 0x30
const ON = 0x31

/** The fuses as they must be read back from what was packed. */
const FUSES: [fuse: FuseV1Options, on: boolean][] = [
  [FuseV1Options.RunAsNode, false],
  [FuseV1Options.EnableCookieEncryption, true],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
  [FuseV1Options.EnableNodeCliInspectArguments, false],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, true],
  [FuseV1Options.OnlyLoadAppFromAsar, true],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
]

/** What stands around the archive: fuses, the archive's hash, licences, and what the system is told about Latchkey. */
export async function appFindings(app: PackedApp): Promise<Finding[]> {
  const name = nameOf(app.target)
  const missing = licencesOf(app).filter((file) => !existsSync(file))
  return [
    ...(await fuseFindings(app)),
    ...integrityFindings(app),
    ...missing.map((file) => ({ rule: 'licence', what: `${name}: ${file} is missing.` })),
    ...(app.target.os === 'darwin' ? plistFindings(name, infoPlist(app)) : []),
  ]
}

/** The program that has the fuses. */
export function programOf({ target, directory }: PackedApp): string {
  return join(directory, { linux: 'latchkey', win32: 'Latchkey.exe', darwin: 'Latchkey.app' }[target.os])
}

async function fuseFindings(app: PackedApp): Promise<Finding[]> {
  const wire = await getCurrentFuseWire(programOf(app))
  return FUSES.filter(([fuse, on]) => Number(wire[fuse]) !== (on ? ON : OFF)).map(([fuse, on]) => ({
    rule: 'fuse',
    what: `${nameOf(app.target)}: ${FuseV1Options[fuse]} is not ${on ? 'on' : 'off'}.`,
  }))
}

/** Electron starts only an archive whose hash it was given: in Info.plist on macOS, in a resource on Windows. */
function integrityFindings(app: PackedApp): Finding[] {
  const given = givenHash(app)
  return given === null || given === app.headerHash
    ? []
    : [
        {
          rule: 'integrity',
          what: `${nameOf(app.target)}: the archive’s hash is not the one that Electron was given.`,
        },
      ]
}

/** Null on Linux, where Electron has no such check. */
function givenHash(app: PackedApp): string | null {
  if (app.target.os === 'linux') return null
  if (app.target.os === 'darwin')
    return infoPlist(app).ElectronAsarIntegrity?.['Resources/app.asar']?.hash ?? ''
  const program = NtExecutable.from(readFileSync(programOf(app)), { ignoreCert: true }) // one that is signed
  const resources = NtExecutableResource.from(program)
  const entry = resources.entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR')
  const list = entry === undefined ? [] : JSON.parse(Buffer.from(entry.bin).toString('utf8'))
  return list.find(({ file }: { file: string }) => file === 'resources\\app.asar')?.value ?? ''
}

/** Latchkey's list of all licences, and Electron's and Chromium's own. */
function licencesOf({ target, directory, resources }: PackedApp): string[] {
  const ours = join(resources, 'licences.txt')
  // On macOS electron-builder moves them into the app only from Electron's own archive, which the stand-in is not.
  if (target.os === 'darwin') return [ours]
  return [ours, join(directory, 'LICENSE.electron.txt'), join(directory, 'LICENSES.chromium.html')]
}

interface InfoPlist {
  ElectronAsarIntegrity?: Record<string, { hash: string }>
  CFBundleURLTypes?: { CFBundleURLSchemes: string[] }[]
  CFBundleDocumentTypes?: { CFBundleTypeExtensions: string[]; LSHandlerRank: string }[]
  LSMinimumSystemVersion?: string
  CFBundleIconFile?: string
}

function infoPlist({ directory }: PackedApp): InfoPlist {
  const file = join(directory, 'Latchkey.app/Contents/Info.plist')
  return plist.parse(readFileSync(file, 'utf8')) as InfoPlist
}

export function plistFindings(name: string, info: InfoPlist): Finding[] {
  const schemes = info.CFBundleURLTypes?.flatMap((type) => type.CFBundleURLSchemes) ?? []
  const documents = info.CFBundleDocumentTypes ?? []
  const files = documents.flatMap((type) => type.CFBundleTypeExtensions)
  return [
    ...lacking(name, schemes, [...LINK_SCHEMES]),
    ...lacking(name, files, [...KEY_FILE_ENDS]),
    // What opens these today goes on opening them.
    ...documents
      .filter((type) => type.LSHandlerRank !== 'Alternate')
      .map((type) => ({
        rule: 'system',
        what: `${name}: takes .${type.CFBundleTypeExtensions} from others.`,
      })),
    ...lacking(name, [info.CFBundleIconFile ?? ''], ['icon.icns']),
  ]
}

/** A Linux package's .desktop entry: found in menus, joined to its window, offered for what it opens. */
export function desktopEntryFindings(entry: string): Finding[] {
  const read = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(entry)?.[1] ?? ''
  const list = (key: string) => read(key).split(';').filter(Boolean)
  return [
    ...lacking('.desktop', list('Categories'), ['Network', 'RemoteAccess', 'Security']),
    ...lacking('.desktop', list('MimeType'), [
      ...LINK_SCHEMES.map((scheme) => `x-scheme-handler/${scheme}`),
      'application/x-putty-private-key',
      'application/x-pem-file',
    ]),
    ...lacking('.desktop', [`StartupWMClass=${read('StartupWMClass')}`], ['StartupWMClass=latchkey']),
    ...lacking('.desktop', [`Icon=${read('Icon')}`], ['Icon=latchkey']),
    ...(/^Exec=\/opt\/Latchkey\/latchkey %U$/m.test(entry)
      ? []
      : [{ rule: 'system', what: '.desktop: does not hand what is opened to Latchkey.' }]),
  ]
}

function lacking(where: string, there: string[], wanted: string[]): Finding[] {
  return wanted
    .filter((one) => !there.includes(one))
    .map((one) => ({ rule: 'system', what: `${where}: lacks ${one}.` }))
}
