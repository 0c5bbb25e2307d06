import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { appFindings, desktopEntryFindings, plistFindings } from './app-rules.js'
import { configFindings, entitlementFindings, readConfig } from './config-rules.js'
import type { Finding } from './finding.js'
import { msixFindings, msixManifest } from './msix-rules.js'
import type { PackedApp } from './packed.js'
import { writeStandIn } from './stand-in-electron.js'

/* What stands around the archive, and the configuration: each kind of finding can be made. */

const rulesOf = (findings: Finding[]) => findings.map(({ rule }) => rule)

describe('around the archive', () => {
  const directory = mkdtempSync(join(tmpdir(), 'latchkey-app-'))
  const program = join(directory, 'latchkey')
  const wanted = {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  } as const
  const app: PackedApp = {
    target: { os: 'linux', cpu: 'x64' },
    directory,
    resources: directory,
    files: new Map(),
    headerHash: '',
  }

  beforeEach(() => {
    writeStandIn('linux', directory)
    writeFileSync(program, readFileSync(join(directory, 'electron')))
    for (const name of ['licences.txt', 'LICENSE.electron.txt']) writeFileSync(join(directory, name), '')
  })
  afterAll(() => rmSync(directory, { recursive: true }))

  it('all fuses are as they must be', async () => {
    await flipFuses(program, wanted)
    expect(await appFindings(app)).toEqual([])
  })

  it.each([
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ] as const)('fuse %s the other way is found', async (fuse) => {
    await flipFuses(program, { ...wanted, [fuse]: !wanted[fuse] })
    const found = await appFindings(app)
    expect(rulesOf(found)).toEqual(['fuse'])
    expect(found[0]?.what).toContain(FuseV1Options[fuse])
  })

  it('licences are there', async () => {
    await flipFuses(program, wanted)
    rmSync(join(directory, 'licences.txt'))
    expect(rulesOf(await appFindings(app))).toEqual(['licence'])
  })

  it('the system is told what Latchkey opens', () => {
    const info = {
      CFBundleURLTypes: [{ CFBundleURLSchemes: ['ssh', 'latchkey'] }],
      CFBundleDocumentTypes: [{ CFBundleTypeExtensions: ['ppk', 'pem'], LSHandlerRank: 'Alternate' }],
      CFBundleIconFile: 'icon.icns',
    }
    expect(plistFindings('mac', info)).toEqual([])
    expect(plistFindings('mac', { ...info, CFBundleURLTypes: [] })).toHaveLength(2)
    const owner = [{ CFBundleTypeExtensions: ['ppk', 'pem'], LSHandlerRank: 'Owner' }]
    expect(rulesOf(plistFindings('mac', { ...info, CFBundleDocumentTypes: owner }))).toEqual(['system'])
    const entry = [
      'Exec=/opt/Latchkey/latchkey %U',
      'Icon=latchkey',
      'StartupWMClass=latchkey',
      'Categories=Network;RemoteAccess;Security;',
      'MimeType=application/x-putty-private-key;application/x-pem-file;x-scheme-handler/ssh;x-scheme-handler/latchkey;',
    ]
    expect(desktopEntryFindings(entry.join('\n'))).toEqual([])
    for (const line of entry)
      expect(desktopEntryFindings(entry.filter((one) => one !== line).join('\n')), line).not.toEqual([])
  })
})

describe('electron-builder’s configuration', () => {
  // The schema is large, and takes long to be compiled on a machine that has much else to do.
  it('is valid and makes every target', { timeout: 180_000 }, () => {
    expect(configFindings(readConfig())).toEqual([])
  })

  it('with a name that electron-builder does not know is found', () => {
    const [finding] = configFindings({ ...readConfig(), electronFuse: {} })
    expect(finding?.what).toContain('electronFuse')
  })

  it('that registers what Latchkey does not take, or not what it takes, is found', () => {
    const protocols = [{ name: 'x', schemes: ['ssh', 'telnet'] }]
    const fileAssociations = [{ ext: 'pem' }, { ext: 'key' }]
    expect(configFindings({ ...readConfig(), protocols, fileAssociations }).map(({ what }) => what)).toEqual([
      'telnet: is registered, and not taken.',
      '.key is registered, and not taken.',
      'latchkey: is taken, and not registered.',
      '.ppk is taken, and not registered.',
    ])
  })

  it('without a target, a processor or the hardened runtime is found', () => {
    const { win, mac, linux: config, ...rest } = readConfig()
    const poor = {
      ...rest,
      win: { ...win, target: win.target.filter(({ target }) => target !== 'appx') },
      mac: { ...mac, hardenedRuntime: false },
      linux: { ...config, target: config.target.map((one) => ({ ...one, arch: ['x64'] })) },
    }
    expect(configFindings(poor)).toHaveLength(5)
  })

  it('with more entitlements than one is found', () => {
    const text =
      '<key>com.apple.security.cs.allow-jit</key><key>com.apple.security.cs.disable-library-validation</key>'
    expect(entitlementFindings(text)).toHaveLength(1)
  })
})

describe('the .msix', () => {
  it('is one by its manifest, and offers Latchkey what it takes', async () => {
    const { appx, ...config } = readConfig()
    const manifest = await msixManifest({ ...config, appx })
    expect(msixFindings(manifest, appx.artifactName)).toEqual([])
    const older = await msixManifest({
      ...config,
      appx: { ...appx, minVersion: '10.0.14316.0' },
      protocols: [],
    })
    expect(msixFindings(older, 'Latchkey.appx').map(({ what }) => what)).toEqual([
      '10.0.14316.0 makes no MSIX.',
      'Latchkey.appx is not named as an MSIX.',
      'latchkey: is not offered to Latchkey.',
      'ssh: is not offered to Latchkey.',
    ])
  })

  it('that asks for more, or takes more, is found', () => {
    const manifest =
      'MinVersion="10.0.17763.0" <uap:Protocol Name="telnet"> <rescap:Capability Name="runFullTrust" /><rescap:Capability Name="broadFileSystemAccess" />'
    expect(msixFindings(manifest, 'a.msix').map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'telnet: is more than Latchkey takes.',
        'The right broadFileSystemAccess is more than Latchkey needs.',
      ]),
    )
  })
})
