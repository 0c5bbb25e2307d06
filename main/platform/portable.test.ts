import { expect, it } from 'vitest'
import { portableProfile } from './portable.js'

const there =
  (...folders: string[]) =>
  (path: string) =>
    folders.includes(path)

it.each([
  [
    'win32',
    { PORTABLE_EXECUTABLE_DIR: 'E:\\Tools' },
    'C:\\Temp\\x\\Latchkey.exe',
    [],
    'E:\\Tools\\latchkey-profile',
  ],
  ['win32', {}, 'C:\\Programs\\Latchkey\\Latchkey.exe', [], null],
  ['win32', {}, 'E:\\L\\Latchkey.exe', ['E:\\L\\latchkey-profile'], 'E:\\L\\latchkey-profile'],
  [
    'linux',
    { APPIMAGE: '/media/usb/Latchkey.AppImage', APPDIR: '/tmp/.mount' },
    '/tmp/.mount/latchkey',
    [],
    null,
  ],
  [
    'linux',
    { APPIMAGE: '/media/usb/Latchkey.AppImage', APPDIR: '/tmp/.mount' },
    '/tmp/.mount/latchkey',
    ['/media/usb/latchkey-profile'],
    '/media/usb/latchkey-profile',
  ],
  [
    'linux',
    { APPIMAGE: '/media/usb/Terminal.AppImage', APPDIR: '/tmp/.mount' },
    '/opt/Latchkey/latchkey',
    ['/media/usb/latchkey-profile'],
    null,
  ],
  [
    'win32',
    { PORTABLE_EXECUTABLE_DIR: 'E:\\Editor' },
    'C:\\L\\Latchkey.exe',
    ['C:\\L\\Uninstall Latchkey.exe'],
    null,
  ],
  ['linux', {}, '/opt/Latchkey/latchkey', ['/tmp/latchkey-profile'], null],
  [
    'darwin',
    {},
    '/Volumes/usb/Latchkey.app/Contents/MacOS/Latchkey',
    ['/Volumes/usb/latchkey-profile'],
    '/Volumes/usb/latchkey-profile',
  ],
  ['darwin', {}, '/Applications/Latchkey.app/Contents/MacOS/Latchkey', [], null],
] as const)(
  'on %s with %j and %s the profile lies beside the program or not',
  (platform, env, execPath, folders, expected) => {
    expect(portableProfile({ platform, env, execPath }, there(...folders))).toBe(expected)
  },
)
