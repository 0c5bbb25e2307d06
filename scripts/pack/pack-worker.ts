import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Arch, build, Platform } from 'electron-builder'
import { root } from './lock.js'
import type { System } from './targets.js'

/*
 * Packs Latchkey for one system with electron-builder itself, up to the directory that its installers are made of:
 * `node --import tsx scripts/pack/pack-worker.ts SYSTEM ELECTRON OUTPUT CPU…`. Beside it, `desktop-entry.txt` is what a
 * Linux package would hold as its .desktop entry. A process of its own, because electron-builder talks much.
 */
const [os = 'linux', electronDist = '', output = '', ...cpus] = process.argv.slice(2) as [System, ...string[]]
const platform = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC }[os]

await build({
  projectDir: root,
  targets: platform.createTarget('dir', ...cpus.map((cpu) => (cpu === 'arm64' ? Arch.arm64 : Arch.x64))),
  publish: 'never',
  config: {
    directories: { output },
    electronDist,
    afterPack: async ({ packager }) => {
      if (os === 'linux') writeFileSync(`${output}/desktop-entry.txt`, await desktopEntry(packager))
    },
  },
})

/** electron-builder has no public way to see it. */
function desktopEntry(packager: unknown): Promise<string> {
  const { LinuxTargetHelper } = createRequire(import.meta.url)(
    'app-builder-lib/out/targets/LinuxTargetHelper.js',
  )
  const { platformSpecificBuildOptions } = packager as { platformSpecificBuildOptions: object }
  return new LinuxTargetHelper(packager).computeDesktopEntry(platformSpecificBuildOptions)
}
