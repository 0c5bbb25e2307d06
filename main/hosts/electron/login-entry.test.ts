import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { autostartEntry, autostartFile, noLoginEntry, setAutostart } from './login-entry.js'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-login-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

describe('starting at login on Linux', () => {
  it('is an entry in the folder that desktops look in, and goes again', async () => {
    const path = autostartFile({}, home)
    expect(path).toBe(join(home, '.config/autostart/latchkey.desktop'))
    await setAutostart(path, '/opt/Latchkey/latchkey')
    await setAutostart(path, '/opt/Latchkey/latchkey')
    expect(await readdir(join(home, '.config/autostart'))).toEqual(['latchkey.desktop'])
    const text = await readFile(path, 'utf8')
    expect(text).toContain('Type=Application\n')
    expect(text).toContain('Exec="/opt/Latchkey/latchkey" --hidden\n')
    await setAutostart(path, null)
    await setAutostart(path, null)
    expect(await readdir(join(home, '.config/autostart'))).toEqual([])
  })

  it('is where XDG_CONFIG_HOME says', () => {
    expect(autostartFile({ XDG_CONFIG_HOME: '/x' }, home)).toBe('/x/autostart/latchkey.desktop')
  })

  // Desktop Entry Specification, "The Exec key": quoted, and escaped once more as a string.
  it.each([
    ['/home/ada/My Apps/Latchkey.AppImage', '"/home/ada/My Apps/Latchkey.AppImage"'],
    ['/a/50%/l', '"/a/50%%/l"'],
    ['/a/$HOME/`id`/"l"', '"/a/\\\\$HOME/\\\\`id\\\\`/\\\\"l\\\\""'],
    ['/a/b\\c', '"/a/b\\\\\\\\c"'],
  ])('starts %s and nothing else', (program, expected) => {
    expect(autostartEntry(program)).toContain(`\nExec=${expected} --hidden\n`)
  })

  it('is refused for a folder whose name would begin another line', async () => {
    await expect(setAutostart(autostartFile({}, home), '/a\nExec=evil/l')).rejects.toThrow('line end')
  })
})

describe('starting at login', () => {
  const installed = { portable: false, packaged: true, windowsStore: false }
  it.each([
    ['installed', {}, null],
    ['portable', { portable: true }, /portable/],
    ['started from its source', { packaged: false }, /source/],
    ['an app package of Windows, whose registry is its own', { windowsStore: true }, /setup program can/],
  ] as const)('of one that is %s', (_name, more, expected) => {
    const why = noLoginEntry({ ...installed, ...more })
    if (expected === null) expect(why).toBeNull()
    else expect(why).toMatch(expected)
  })
})
