import { randomBytes } from 'node:crypto'
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { type FilesLab, filesOnRoad, ON } from '../helpers/files-lab.js'
import { sshdInstalled } from '../helpers/sshd.js'
import type { TcpProxy } from '../helpers/tcp-proxy.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)

describe.skipIf(!sshdInstalled)('copies from one instance to another', () => {
  let lab: FilesLab & { road: TcpProxy }
  let [from, to] = ['', '']
  let n = 0

  beforeAll(async () => {
    lab = await filesOnRoad()
  })
  afterAll(() => lab.stop())
  beforeEach(() => {
    ;[from, to] = [join(lab.remote, `from-${n}`), join(lab.remote, `to-${n++}`)]
    mkdirSync(from)
    mkdirSync(to)
  })

  const copy = async (sources: string[], folder: string, more = {}) => {
    const { id } = await lab.transfers.copy({ ...ON, sourceId: 'b/2', sources, to: folder, ...more }, {})
    return id
  }

  it('bring files and folders over whole, with their times, and say from where to where', async () => {
    const names = ['plain', 'two\nlines', '-rf', `q'"$(id)`, 'e\u0301', '\u00e9', 'x'.repeat(255)]
    mkdirSync(join(from, 'site/empty'), { recursive: true })
    for (const name of names) writeFileSync(join(from, 'site', name), name)
    writeFileSync(join(from, 'site/large'), randomBytes(3_000_000))
    utimesSync(join(from, 'site/large'), 1_000_000_000, 1_000_000_000)
    symlinkSync('.', join(from, 'site/loop'))
    const id = await copy([join(from, 'site')], to)
    expect(await lab.when(id, over)).toMatchObject({
      ...{ state: 'done', direction: 'copy', from, to, name: 'site', failed: 0 },
      ...{ instanceId: 'a/1', source: { instanceId: 'b/2', instanceName: 'web-1' } },
      notes: ['One symbolic link or special file was left out.'],
    })
    expect(readdirSync(join(to, 'site')).sort()).toEqual([...names, 'empty', 'large'].sort())
    for (const name of [...names, 'large'])
      expect(readFileSync(join(to, 'site', name)).equals(readFileSync(join(from, 'site', name)))).toBe(true)
    expect(lstatSync(join(to, 'site/large')).mtimeMs).toBe(1_000_000_000_000)
    expect(lab.ends.at(-1)?.id).toBe(id)
  })

  it('say of a link that leads nowhere, or round in circles, that it does, and bring the rest', async () => {
    writeFileSync(join(from, 'plain'), 'x')
    for (const [name, target] of [
      ['gone', 'nowhere'],
      ['loop', 'loop'],
    ] as const)
      symlinkSync(target, join(from, name))
    const id = await copy(
      ['gone', 'loop', 'plain'].map((name) => join(from, name)),
      to,
    )
    const { doneFiles, problems } = await lab.when(id, over)
    expect(doneFiles).toBe(1)
    expect(problems.map(({ path, problem }) => [path, problem.code, problem.message])).toEqual(
      ['gone', 'loop'].map((name) => [
        name,
        'source-gone',
        `${join(from, name)} is a link that leads nowhere.`,
      ]),
    )
  })

  it('go on where both connections were lost, and have what the source has', async () => {
    const bytes = randomBytes(12_000_000)
    writeFileSync(join(from, 'large'), bytes)
    lab.road.delay(10)
    const id = await copy([join(from, 'large')], to)
    await lab.when(id, ({ doneBytes }) => doneBytes > 1_000_000)
    lab.cut()
    lab.road.delay(0)
    const lost = await lab.when(id, over)
    expect([lost.state, lost.problems.at(-1)?.problem.code]).toEqual(['failed', 'ssh-closed'])
    expect(readdirSync(to)).toEqual([expect.stringMatching(/^\.large-.*\.latchkey-part$/)])
    await lab.transfers.retry({ ids: [id] }, {})
    await lab.when(id, ({ state }) => state === 'done')
    expect(readdirSync(to)).toEqual(['large'])
    expect(readFileSync(join(to, 'large')).equals(bytes)).toBe(true)
  })

  it('make a second file in the same folder, and no folder in itself', async () => {
    writeFileSync(join(from, 'app.conf'), 'text')
    const same = { sourceId: ON.instanceId }
    const twice = await copy([join(from, 'app.conf')], from, { ...same, conflicts: 'keep-both' })
    expect(await lab.when(twice, over)).toMatchObject({ state: 'done', doneFiles: 1 })
    expect(readFileSync(join(from, 'app (2).conf'), 'utf8')).toBe('text')
    const { state, problems } = await lab.when(await copy([from], from, same), over)
    expect([state, problems[0]?.problem.message]).toEqual([
      'failed',
      `The folder ${from} can not be copied into itself.`,
    ])
    expect(readdirSync(from).sort()).toEqual(['app (2).conf', 'app.conf'])
  })

  it('are there after a crash, and can be taken back or gone on with', async () => {
    const bytes = randomBytes(12_000_000)
    writeFileSync(join(from, 'large'), bytes)
    lab.road.delay(10)
    const id = await copy([join(from, 'large')], to)
    await lab.when(id, ({ doneBytes }) => doneBytes > 1_000_000)
    await lab.transfers.pause({ ids: [id] }, {})
    await lab.when(id, ({ state }) => state === 'paused')
    lab.road.delay(0)
    await lab.transfers.closeAll()
    const later = await lab.afterCrash()
    expect(await lab.when(id, over, later)).toMatchObject({
      direction: 'copy',
      source: { instanceId: 'b/2' },
    })
    await later.retry({ ids: [id] }, {})
    await lab.when(id, ({ state }) => state === 'done', later)
    expect(readFileSync(join(to, 'large')).equals(bytes)).toBe(true)
  })
})
