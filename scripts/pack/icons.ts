import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

/** Sizes in pixels: Linux looks for these in hicolor, Windows in an .ico. */
export const LINUX_SIZES = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024]
export const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 256]

/** The images of an .icns, by Apple's type for each: `ic11` is 16×16 at two pixels a point, and so on. */
export const MAC_IMAGES: [type: string, size: number][] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
]

/** Writes `icons/16x16.png` …, `icon.ico` and `icon.icns` into a directory, all drawn from one SVG. */
export async function writeIcons(svg: Buffer, directory: string): Promise<void> {
  mkdirSync(join(directory, 'icons'), { recursive: true })
  const sizes = new Set([...LINUX_SIZES, ...WINDOWS_SIZES, ...MAC_IMAGES.map(([, size]) => size)])
  const drawn = new Map(
    await Promise.all([...sizes].map(async (size) => [size, await draw(svg, size)] as const)),
  )
  const png = (size: number) => drawn.get(size) ?? Buffer.alloc(0)
  for (const size of LINUX_SIZES) writeFileSync(join(directory, `icons/${size}x${size}.png`), png(size))
  const ico = await Promise.all(
    WINDOWS_SIZES.map(async (size) => ({
      size,
      body: size < 256 ? await bitmap(png(size), size) : png(size),
    })),
  )
  writeFileSync(join(directory, 'icon.ico'), icoOf(ico))
  writeFileSync(join(directory, 'icon.icns'), icnsOf(MAC_IMAGES.map(([type, size]) => [type, png(size)])))
}

/** The tray's icons: Linux and Windows show the tile, macOS the key alone, in the colour of its menu bar. */
const TRAY_WINDOWS_SIZES = [16, 20, 24, 32, 40, 48]
const MAC_TRAY_POINTS = 18
const LINUX_TRAY_POINTS = 24

/** Writes `trayTemplate.png`, `tray.png`, both at two pixels a point too, and `tray.ico` into a directory. */
export async function writeTrayIcons(svg: Buffer, directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true })
  const put = (name: string, body: Buffer) => writeFileSync(join(directory, name), body)
  const key = keyAlone(svg)
  for (const [scale, suffix] of [
    [1, ''],
    [2, '@2x'],
  ] as const) {
    put(`trayTemplate${suffix}.png`, await draw(key, MAC_TRAY_POINTS * scale))
    put(`tray${suffix}.png`, await draw(svg, LINUX_TRAY_POINTS * scale))
  }
  const ico = await Promise.all(
    TRAY_WINDOWS_SIZES.map(async (size) => ({ size, body: await bitmap(await draw(svg, size), size) })),
  )
  put('tray.ico', icoOf(ico))
}

/** The images of an .msix, in pixels; electron-builder takes pictures of its own for those that are missing. */
export const MSIX_IMAGES: Record<string, [width: number, height: number]> = {
  'StoreLogo.png': [50, 50],
  'Square44x44Logo.png': [44, 44],
  'Square150x150Logo.png': [150, 150],
  'Wide310x150Logo.png': [310, 150],
}

/** Writes the images of an .msix into a directory, the tile in the middle of a wide one. */
export async function writeMsixImages(svg: Buffer, directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true })
  for (const [name, [width, height]] of Object.entries(MSIX_IMAGES)) {
    const side = Math.min(width, height)
    const wide = { left: Math.floor((width - side) / 2), right: Math.ceil((width - side) / 2) }
    const background = { r: 0, g: 0, b: 0, alpha: 0 }
    const image = sharp(await draw(svg, side)).extend({ ...wide, background })
    writeFileSync(join(directory, name), await image.png({ compressionLevel: 9 }).toBuffer())
  }
}

/** The drawing without its tile, in black, as macOS wants what it colours itself. Throws where the drawing is another one. */
export function keyAlone(svg: Buffer): Buffer {
  const text = svg.toString('utf8')
  const alone = text
    .replace(/<rect [^>]*\/>/, '')
    .replace('stroke="#fff"', 'stroke="#000"')
    .replace('viewBox="0 0 1024 1024"', 'viewBox="154 210 660 660"')
  if (alone.includes('<rect') || !alone.includes('#000') || !alone.includes('154 210'))
    throw new Error('assets/icon.svg is not drawn as scripts/pack/icons.ts knows it.')
  return Buffer.from(alone)
}

/** A square PNG with alpha, drawn at its own size and not scaled down from a larger one. */
function draw(svg: Buffer, size: number): Promise<Buffer> {
  const density = Math.min((72 * size) / 1024, 72)
  return sharp(svg, { density }).resize(size, size).ensureAlpha().png({ compressionLevel: 9 }).toBuffer()
}

/** An .ico file: a header of 6 bytes, 16 bytes for each image, then the images. */
export function icoOf(images: { size: number; body: Buffer }[]): Buffer {
  const header = Buffer.alloc(6 + 16 * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  for (const [index, { size, body }] of images.entries()) {
    const at = 6 + 16 * index
    header.writeUInt8(size % 256, at) // 0 stands for 256
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(body.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += body.length
  }
  return Buffer.concat([header, ...images.map(({ body }) => body)])
}

/** An image as Windows wants small ones in an .ico: a bitmap header, rows from the bottom up as BGRA, an empty mask. */
async function bitmap(png: Buffer, size: number): Promise<Buffer> {
  const rgba = await sharp(png).raw().toBuffer()
  const header = Buffer.alloc(40)
  header.writeUInt32LE(40, 0)
  header.writeInt32LE(size, 4)
  header.writeInt32LE(size * 2, 8) // the image and its mask
  header.writeUInt16LE(1, 12)
  header.writeUInt16LE(32, 14)
  const pixels = Buffer.alloc(size * size * 4)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const from = (y * size + x) * 4
      const to = ((size - 1 - y) * size + x) * 4
      for (const [index, channel] of [2, 1, 0, 3].entries()) pixels[to + index] = rgba[from + channel] ?? 0
    }
  const mask = Buffer.alloc(Math.ceil(size / 32) * 4 * size)
  return Buffer.concat([header, pixels, mask])
}

/** An .icns file: `icns`, the length of the whole, then for each image its type, its length with this header, its PNG. */
export function icnsOf(images: [type: string, png: Buffer][]): Buffer {
  const parts = images.map(([type, png]) => chunk(type, png))
  return chunk('icns', Buffer.concat(parts))
}

function chunk(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32BE(8 + body.length, 4)
  return Buffer.concat([header, body])
}
