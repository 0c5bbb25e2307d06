import { randomBytes } from 'node:crypto'
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { type FilesLab, filesOnSshd, ON } from '../helpers/files-lab.js'
import { sshdInstalled } from '../helpers/sshd.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)
const MB = 1024 * 1024
/** What 32 bits can count. */
const EDGE = 2 ** 32
const SIZE = EDGE + 3 * MB + 123

/** A file with holes, as long as said; `end`: what its last bytes are. It takes no more of the disk than these. */
function sparse(path: string, size: number, end: Uint8Array): void {
  const file = openSync(path, 'w')
  ftruncateSync(file, size)
  writeSync(file, end, 0, end.length, size - end.length)
  closeSync(file)
}

function endOf(path: string, length: number): Buffer {
  const file = openSync(path, 'r')
  const bytes = Buffer.alloc(length)
  readSync(file, bytes, 0, length, statSync(path).size - length)
  closeSync(file)
  return bytes
}

describe.skipIf(!sshdInstalled)('files that are longer than 32 bits can count', () => {
  let lab: FilesLab
  const end = randomBytes(5 * MB)
  /** What the other side has of it already: its beginning, to two MB before the edge. */
  const begun = EDGE - 2 * MB + 123

  beforeAll(async () => {
    lab = await filesOnSshd()
  })
  afterAll(() => lab.stop())

  it.each(['upload', 'download'] as const)('are gone on with over the edge: %s', async (direction) => {
    const [here, there] = [join(lab.local, direction), join(lab.remote, direction)]
    for (const folder of [here, there]) mkdirSync(folder)
    const [from, to] = direction === 'upload' ? [here, there] : [there, here]
    sparse(join(from, 'image'), SIZE, end)
    sparse(join(to, 'image'), begun, Buffer.alloc(1))
    const wish = { ...ON, sources: [join(from, 'image')], to, conflicts: 'resume' as const }
    const { id } = await lab.transfers[direction](wish, {})
    expect(await lab.when(id, over)).toMatchObject({
      state: 'done',
      doneBytes: SIZE,
      problems: [],
      notes: [],
    })
    expect(readdirSync(to)).toEqual(['image'])
    expect(statSync(join(to, 'image'))).toMatchObject({ size: SIZE })
    expect(endOf(join(to, 'image'), end.length).equals(end)).toBe(true)
  })
})
