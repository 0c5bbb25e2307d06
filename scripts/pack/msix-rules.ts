import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KEY_FILE_ENDS, LINK_SCHEMES } from '../../contract/openings.js'
import packageJson from '../../package.json' with { type: 'json' }
import type { BuilderConfig } from './config-rules.js'
import type { Finding } from './finding.js'

/** Windows 10 1809, the first that has MSIX: for an older one makeappx makes an APPX, whatever the file is called. */
const MSIX_SINCE = 17763

/**
 * AppxManifest.xml as electron-builder writes it out of the configuration. Its target runs on Windows alone, where makeappx and
 * signtool are; what it writes for them needs neither.
 */
export async function msixManifest(config: BuilderConfig): Promise<string> {
  const require = createRequire(import.meta.url)
  const { default: AppxTarget } = require('app-builder-lib/out/targets/AppxTarget.js')
  const { Arch } = require('builder-util')
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-msix-'))
  const target = Object.assign(Object.create(AppxTarget.prototype), {
    options: config.appx,
    packager: {
      appInfo: {
        productFilename: config.productName,
        productName: config.productName,
        description: packageJson.description,
        getVersionInWeirdWindowsForm: () => `${packageJson.version}.0`,
      },
      config,
      platformSpecificBuildOptions: config.win,
      info: { metadata: packageJson },
      getResource: async () => null,
    },
  })
  try {
    const file = join(directory, 'AppxManifest.xml')
    await target.writeManifest(file, Arch.x64, 'CN=Latchkey', [])
    return readFileSync(file, 'utf8')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Holds the manifest against what an MSIX of Latchkey is: of this format, with what Latchkey opens, and no further rights. */
export function msixFindings(manifest: string, artifactName: string): Finding[] {
  const finding = (what: string): Finding => ({ rule: 'msix', what })
  const all = (pattern: RegExp) => [...manifest.matchAll(pattern)].map(([, found = '']) => found)
  const [minVersion = ''] = all(/MinVersion="([^"]*)"/g)
  const has = [
    ...all(/<uap:Protocol Name="([^"]*)"/g).map((scheme) => `${scheme}:`),
    ...all(/<uap:FileType>([^<]*)</g),
  ]
  const wanted = [...LINK_SCHEMES.map((scheme) => `${scheme}:`), ...KEY_FILE_ENDS.map((end) => `.${end}`)]
  const rights = all(/Capability Name="([^"]*)"/g).filter((name) => name !== 'runFullTrust')
  return [
    ...(Number(minVersion.split('.')[2]) >= MSIX_SINCE ? [] : [finding(`${minVersion} makes no MSIX.`)]),
    ...(artifactName.endsWith('.msix') ? [] : [finding(`${artifactName} is not named as an MSIX.`)]),
    ...wanted.filter((one) => !has.includes(one)).map((one) => finding(`${one} is not offered to Latchkey.`)),
    ...has
      .filter((one) => !wanted.includes(one))
      .map((one) => finding(`${one} is more than Latchkey takes.`)),
    ...rights.map((name) => finding(`The right ${name} is more than Latchkey needs.`)),
  ]
}
