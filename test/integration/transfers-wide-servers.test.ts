import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { dropbearUsable, startDropbear } from '../helpers/dropbear.js'
import { type FilesLab, filesOnRoad, filesOnRoadTo, ON } from '../helpers/files-lab.js'
import { smallDisk } from '../helpers/small-disk.js'
import { sshdInstalled } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)
const MB = 1024 * 1024
/** One way, in ms: so long that a busy computer fills the window too. */
const LONG = 150
const isRoot = process.getuid?.() === 0

async function onRoad(config: string[] = []) {
  const lab = await filesOnRoad(config)
  onTestFinished(() => lab.stop())
  lab.road.lengthen(LONG)
  return lab
}

function file(lab: FilesLab, size: number): string {
  const source = join(lab.local, 'dump')
  writeFileSync(source, randomBytes(size))
  return source
}

/** What the log says of further channels; undefined where none were wished for. */
const more = ({ log }: FilesLab) => log.lines.find(({ event }) => event === 'files.more-channels')?.facts

const isCopy = (path: string, source: string) => readFileSync(path).equals(readFileSync(source))

describe.skipIf(!sshdInstalled)('an upload through several channels', () => {
  it.skipIf(!isRoot)('goes into a folder that the server lets nobody leave', async () => {
    const root = mkdtempSync('/run/latchkey-chroot-')
    onTestFinished(() => rmSync(root, { recursive: true }))
    execFileSync('chmod', ['755', root])
    mkdirSync(join(root, 'data'))
    const lab = await onRoad([`ChrootDirectory ${root}`, 'ForceCommand internal-sftp'])
    const source = file(lab, 40 * MB)
    const { id } = await lab.transfers.upload({ ...ON, sources: [source], to: '/data' }, {})
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: 40 * MB, notes: [] })
    expect(isCopy(join(root, 'data/dump'), source)).toBe(true)
    expect(more(lab)).toMatchObject({ opened: 3 })
    expect(readdirSync(join(root, 'data'))).toEqual(['dump'])
  })

  it.skipIf(!isRoot)(
    'says that the disk is full, keeps what was there, and goes on when there is room',
    { timeout: 60_000 },
    async (test) => {
      const disk = smallDisk('size=80m')
      if (disk === null) return test.skip()
      const lab = await onRoad()
      const [source, target, other] = [file(lab, 64 * MB), join(disk, 'dump'), join(disk, 'in the way')]
      writeFileSync(target, 'what was there')
      writeFileSync(other, Buffer.alloc(40 * MB))
      const wish = { ...ON, sources: [source], to: disk, conflicts: 'overwrite' as const }
      const { id } = await lab.transfers.upload(wish, {})
      const full = await lab.when(id, over)
      expect(more(lab)).toMatchObject({ opened: 3 })
      expect(full).toMatchObject({ state: 'failed', problems: [{ problem: { code: 'remote-full' } }] })
      expect(readFileSync(target, 'utf8')).toBe('what was there')
      rmSync(other)
      await lab.transfers.retry({ ids: [id] }, {})
      const begun = await lab.when(id, ({ state, doneBytes }) => state === 'running' && doneBytes > 0)
      expect(begun.doneBytes).toBeGreaterThan(16 * MB)
      expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: 64 * MB })
      expect(isCopy(target, source)).toBe(true)
      expect(readdirSync(disk)).toEqual(['dump'])
    },
  )

  it.skipIf(!isRoot)(
    'gives a file that it went on with its name back where the disk was full before its end',
    { timeout: 60_000 },
    async (test) => {
      const disk = smallDisk('size=40m')
      if (disk === null) return test.skip()
      const lab = await onRoad()
      const [source, target] = [file(lab, 64 * MB), join(disk, 'dump')]
      const half = readFileSync(source).subarray(0, 2 * MB)
      writeFileSync(target, half)
      const wish = { ...ON, sources: [source], to: disk, conflicts: 'resume' as const }
      const { id } = await lab.transfers.upload(wish, {})
      expect(await lab.when(id, over)).toMatchObject({ problems: [{ problem: { code: 'remote-full' } }] })
      expect(more(lab)).toMatchObject({ opened: 3 })
      await lab.transfers.clear({ ids: [id] }, {})
      expect(readdirSync(disk)).toEqual(['dump'])
      const now = readFileSync(target)
      expect(now.length).toBeGreaterThanOrEqual(half.length)
      expect(now.equals(readFileSync(source).subarray(0, now.length))).toBe(true)
    },
  )
})

describe.skipIf(!(await dropbearUsable()))('an upload to dropbear, which grants 24 kB', () => {
  it('goes through several channels of its connection, and is whole', async () => {
    const dir = mkdtempSync('/tmp/latchkey-dropbear-')
    const signer = testSigner()
    const dropbear = await startDropbear(dir, signer.publicLine)
    onTestFinished(async () => {
      await dropbear.stop()
      rmSync(dir, { recursive: true })
    })
    const lab = await filesOnRoadTo(dropbear.target, signer)
    onTestFinished(() => lab.stop())
    lab.road.lengthen(5)
    const source = file(lab, 16 * MB) // the first 8 MB are on their way before it is known what binds
    const { id } = await lab.transfers.upload({ ...ON, sources: [source], to: lab.remote }, {})
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: 16 * MB, notes: [] })
    expect(isCopy(join(lab.remote, 'dump'), source)).toBe(true)
    expect(more(lab)).toMatchObject({ opened: 3 })
    expect(readdirSync(lab.remote)).toEqual(['dump'])
  })
})
