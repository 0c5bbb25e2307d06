import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import type { System } from './targets.js'

/*
 * Electron's binary can't be had everywhere, and packing does not need it: electron-builder copies it, renames it, flips its
 * fuses, and writes the app's name, icon and the archive's hash into it. These are the least files on which it does all
 * that, so that what comes out can be looked at. They run nothing.
 */

/** What @electron/fuses looks for: a mark, the wire's version, its length, and eight fuses as Electron ships them. */
const FUSE_WIRE = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 8]),
  Buffer.from('10110001'),
])

/** Writes a stand-in for the Electron of a system into a directory. */
export function writeStandIn(os: System, directory: string): void {
  const put = (name: string, body: string | Uint8Array) => {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), body, { mode: 0o755 })
  }
  put('LICENSE', 'In a real pack this is the licence of Electron.\n')
  put('LICENSES.chromium.html', '<p>In a real pack these are the licences of Chromium.</p>\n')
  if (os === 'darwin') putMacApp(put)
  else if (os === 'win32') put('electron.exe', windowsProgram())
  else put('electron', FUSE_WIRE)
  if (os !== 'darwin') put('resources/.keep', '')
}

/** A Windows program without code that has a version resource, as electron-builder wants to edit one. */
function windowsProgram(): Buffer {
  const program = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(program)
  const version = Resource.VersionInfo.createEmpty()
  version.setStringValues(
    { lang: 1033, codepage: 1200 },
    { ProductName: 'Electron', FileDescription: 'Electron' },
  )
  version.outputToResourceEntries(resources.entries)
  resources.outputResource(program)
  program.setExtraData(FUSE_WIRE)
  return Buffer.from(program.generate())
}

function putMacApp(put: (name: string, body: string | Uint8Array) => void): void {
  const contents = 'Electron.app/Contents'
  put(`${contents}/Info.plist`, plist('Electron'))
  put(`${contents}/MacOS/Electron`, '')
  put(`${contents}/Resources/electron.icns`, '')
  put(`${contents}/Frameworks/Electron Framework.framework/Electron Framework`, FUSE_WIRE)
  for (const helper of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${helper}`
    put(`${contents}/Frameworks/${name}.app/Contents/Info.plist`, plist(name))
    put(`${contents}/Frameworks/${name}.app/Contents/MacOS/${name}`, '')
  }
}

function plist(name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleName</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.Electron</string>
<key>CFBundleVersion</key><string>0</string>
</dict></plist>
`
}
