import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  keyAlone,
  LINUX_SIZES,
  MAC_IMAGES,
  MSIX_IMAGES,
  WINDOWS_SIZES,
  writeIcons,
  writeMsixImages,
  writeTrayIcons,
} from './icons.js'
import { root } from './lock.js'

const directory = mkdtempSync(join(tmpdir(), 'latchkey-icons-'))
const read = (name: string) => readFileSync(join(directory, name))

const svg = readFileSync(join(root, 'assets/icon.svg'))
beforeAll(async () => {
  await writeIcons(svg, directory)
  await writeTrayIcons(svg, directory)
  await writeMsixImages(svg, join(directory, 'appx'))
})
afterAll(() => rmSync(directory, { recursive: true }))

describe('icons out of the one SVG', () => {
  it('are there in every size for Linux, with the tile in its blue and a corner that is clear', async () => {
    for (const size of LINUX_SIZES) {
      const { data, info } = await sharp(read(`icons/${size}x${size}.png`))
        .raw()
        .toBuffer({ resolveWithObject: true })
      expect([info.width, info.height, info.channels]).toEqual([size, size, 4])
      const at = (x: number, y: number) => [...data.subarray((y * size + x) * 4, (y * size + x) * 4 + 4)]
      expect(at(0, 0)[3], `${size}: corner`).toBe(0)
      const [red = 0, green = 0, blue = 0, alpha] = at(Math.floor(size / 2), Math.floor(size * 0.2))
      expect(alpha, `${size}: tile`).toBe(255)
      expect(Math.max(Math.abs(red - 0x2a), Math.abs(green - 0x59), Math.abs(blue - 0xc4))).toBeLessThan(3)
    }
  })

  it('are in one .ico for Windows, bitmaps below 256 and a PNG above', () => {
    const ico = read('icon.ico')
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([
      0,
      1,
      WINDOWS_SIZES.length,
    ])
    for (const [index, size] of WINDOWS_SIZES.entries()) {
      const at = 6 + 16 * index
      expect(ico.readUInt8(at)).toBe(size % 256)
      const start = ico.readUInt32LE(at + 12)
      const body = ico.subarray(start, start + ico.readUInt32LE(at + 8))
      if (size === 256) expect(body.toString('latin1', 1, 4)).toBe('PNG')
      else
        expect([body.readUInt32LE(0), body.readInt32LE(4), body.readInt32LE(8)]).toEqual([40, size, 2 * size])
    }
  })

  it('are in one .icns for macOS, each as its type says', () => {
    const icns = read('icon.icns')
    expect(icns.toString('latin1', 0, 4)).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    const images: [string, number][] = []
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      images.push([icns.toString('latin1', at, at + 4), icns.readUInt32BE(at + 8 + 16)]) // a PNG's width
    expect(images).toEqual(MAC_IMAGES)
  })

  it('are for macOS’s menu bar the key alone, black on nothing, at one and two pixels a point', async () => {
    for (const [name, size] of [
      ['trayTemplate.png', 18],
      ['trayTemplate@2x.png', 36],
    ] as const) {
      const { data, info } = await sharp(read(name)).raw().toBuffer({ resolveWithObject: true })
      expect([info.width, info.height, info.channels]).toEqual([size, size, 4])
      const pixels = Array.from({ length: size * size }, (_, at) => [...data.subarray(at * 4, at * 4 + 4)])
      const drawn = pixels.filter(([, , , alpha = 0]) => alpha > 128)
      expect(drawn.every(([red, green, blue]) => red === 0 && green === 0 && blue === 0)).toBe(true)
      expect(drawn.length / pixels.length).toBeGreaterThan(0.15)
      expect(drawn.length / pixels.length).toBeLessThan(0.6)
    }
    expect(() => keyAlone(Buffer.from('<svg/>'))).toThrow('not drawn')
  })

  it('are for an .msix in its four sizes, none of them electron-builder’s own', async () => {
    for (const [name, [width, height]] of Object.entries(MSIX_IMAGES)) {
      const { data, info } = await sharp(read(`appx/${name}`))
        .raw()
        .toBuffer({ resolveWithObject: true })
      expect([info.width, info.height], name).toEqual([width, height])
      const at = (Math.floor(height * 0.2) * width + Math.floor(width / 2)) * 4
      expect([...data.subarray(at + 2, at + 4)], `${name}: the tile’s blue`).toEqual([0xc4, 255])
    }
    // Those that electron-builder would fill in.
    const target = createRequire(import.meta.url).resolve('app-builder-lib/out/targets/AppxTarget.js')
    const wanted = [...readFileSync(target, 'utf8').matchAll(/^ {4}"(\w+\.png)": "SampleAppx/gm)]
    expect(wanted.map(([, name]) => name).sort()).toEqual(Object.keys(MSIX_IMAGES).sort())
  })

  it('are for the tray of Windows in one .ico, and of Linux at one and two pixels a point', async () => {
    expect(read('tray.ico').readUInt16LE(4)).toBe(6)
    expect((await sharp(read('tray.png')).metadata()).width).toBe(24)
    expect((await sharp(read('tray@2x.png')).metadata()).width).toBe(48)
  })
})
