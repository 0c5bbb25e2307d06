import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { z } from 'zod'

/** One file of the built window, ready to be sent. */
export interface WindowFile {
  type: string
  body: Buffer
}

/** The built window: URL path (`/`, `/assets/index-1a2b.js`) to file. What isn't in it doesn't exist. */
export type WindowFiles = ReadonlyMap<string, WindowFile>

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

/** Written by the build beside `renderer/`: the relative paths of the files it made. */
const AllowList = z.array(z.string().regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/))

/**
 * Reads the built window from `outDir` (`renderer-files.json` and `renderer/`) into memory, so that a build
 * beside a running host can't mix two versions. Throws where the build is missing or holds a type that we don't serve.
 */
export async function loadWindowFiles(outDir: string): Promise<WindowFiles> {
  const names = AllowList.parse(JSON.parse(await readFile(join(outDir, 'renderer-files.json'), 'utf8')))
  const entries = names.map(async (name) => [`/${name}`, await load(outDir, name)] as const)
  const files = new Map(await Promise.all(entries))
  const page = files.get('/index.html')
  if (page === undefined) throw new Error('The build has no index.html')
  return files.set('/', page)
}

async function load(outDir: string, name: string): Promise<WindowFile> {
  const type = types[extname(name)]
  if (type === undefined) throw new Error(`The build has a file of unknown type: ${name}`)
  return { type, body: await readFile(join(outDir, 'renderer', name)) }
}
