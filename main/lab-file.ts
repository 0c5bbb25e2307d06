import { readFile, stat } from 'node:fs/promises'
import { HostInfo } from '../contract/host.js'
import { LatchkeyError } from './core/lib/error.js'

/**
 * Reads the account of `--lab-file`, which the form for new accounts offers to fill in; null without a path. The file holds
 * a secret key, so it must be its owner's alone. Throws `input-invalid`.
 */
export async function readLabFile(path: string | undefined): Promise<HostInfo['lab']> {
  if (path === undefined) return null
  const { mode } = await stat(path)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new LatchkeyError('input-invalid', `${path} can be read by others.`, {
      advice: `Run: chmod 600 ${path}`,
    })
  return HostInfo.shape.lab.parse(JSON.parse(await readFile(path, 'utf8')))
}
