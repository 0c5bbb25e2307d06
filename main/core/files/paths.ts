import { bytesOfName, isFileName } from './name-bytes.js'

/** A name in a folder. Throws for what is no name: a server's word must not lead out of the folder. */
export function pathInside(folder: Uint8Array, name: Uint8Array): Buffer {
  if (!isFileName(name)) throw new RangeError('Not the name of a file.')
  const slash = folder[folder.length - 1] === 0x2f ? '' : '/'
  return Buffer.concat([folder, Buffer.from(slash), name])
}

/** The bytes of a contract's path, `~` put in words. `home`: absolute. */
export function bytesOfPath(path: string, home: Uint8Array): Buffer {
  if (path === '~') return Buffer.from(home)
  return path.startsWith('~/') ? Buffer.concat([home, bytesOfName(path.slice(1))]) : bytesOfName(path)
}
