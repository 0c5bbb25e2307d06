import { describe, expect, it } from 'vitest'
import {
  memoryGrowingFile,
  memoryTextFile,
  testClock,
  testLog,
} from '../../../test/helpers/memory-profile.js'
import { nextLine, noLines } from './chain.js'
import { createActivityRecord } from './record.js'

const all = { text: '', events: [], limit: 100 }

function start(file = memoryGrowingFile(), head = memoryTextFile()) {
  const log = testLog()
  const names: Record<string, string> = { 'a/1': 'web-1' }
  const record = createActivityRecord({
    file,
    head,
    clock: testClock(),
    log,
    async instanceName(id) {
      const name = names[id]
      if (name === undefined) throw new Error('Not in the inventory')
      return name
    },
  })
  return { record, file, head, log }
}

const key = { id: 'k1', name: 'deploy', fingerprint: 'SHA256:abc' }

/** Logins, the first ten of them as another user each. */
function pastOf(entries: number) {
  let end = noLines
  const lines: string[] = []
  for (let n = 0; n < entries; n++) {
    const detail = `as u${n < 10 ? n : 'x'}`
    const next = nextLine(end, { at: '2026-01-01T00:00:00.000Z', event: 'key-used', key, detail })
    lines.push(`${next.line}\n`)
    end = next.end
  }
  return { text: lines.join(''), head: `${JSON.stringify(end)}\n` }
}

describe('the activity record', () => {
  it('lists what was noted, the newest first, with the name of the instance', async () => {
    const { record } = start()
    record.note({ event: 'key-made', key })
    record.note({ event: 'key-used', key, instanceId: 'a/1', detail: 'as root' })
    const { entries, matching } = await record.list(all, {})
    expect(matching).toBe(2)
    expect(entries).toEqual([
      {
        seq: 2,
        at: '2026-01-01T00:00:00.000Z',
        event: 'key-used',
        key,
        instance: { id: 'a/1', name: 'web-1' },
        detail: 'as root',
      },
      { seq: 1, at: '2026-01-01T00:00:00.000Z', event: 'key-made', key },
    ])
    expect(await record.verify(undefined, {})).toMatchObject({ state: 'sound', entries: 2 })
  })

  it('names an instance by its id where nothing more is known', async () => {
    const { record } = start()
    record.note({ event: 'key-used', key, instanceId: 'a/9' })
    const { entries } = await record.list(all, {})
    expect(entries[0]?.instance).toEqual({ id: 'a/9', name: 'a/9' })
  })

  it('filters by words and by kinds, and says how many match beyond the limit', async () => {
    const { record } = start()
    for (let n = 0; n < 5; n++) record.note({ event: 'key-used', key, instanceId: 'a/1', detail: `as u${n}` })
    record.note({ event: 'key-exported', key, detail: 'openssh, encrypted, /home/ada/x' })
    const list = async (query: Partial<Parameters<typeof record.list>[0]>) =>
      record.list({ ...all, ...query }, {})
    expect(await list({ text: 'ada DEPLOY' })).toMatchObject({ matching: 1 })
    expect(await list({ text: 'ada nothing' })).toMatchObject({ matching: 0, entries: [] })
    const used = await list({ events: ['key-used'], limit: 2 })
    expect(used.matching).toBe(5)
    expect(used.entries.map(({ detail }) => detail)).toEqual(['as u4', 'as u3'])
  })

  it('goes on with its chain in the next run', async () => {
    const { record, file, head } = start()
    record.note({ event: 'key-made', key })
    await record.settled()
    const again = start(file, head).record
    again.note({ event: 'key-deleted', key })
    expect(await again.verify(undefined, {})).toMatchObject({ state: 'sound', entries: 2 })
  })

  it('says when it cannot be written, and goes on without a gap once it can', async () => {
    const file = memoryGrowingFile()
    const { append } = file
    const { record, log } = start(file)
    record.note({ event: 'key-made', key })
    await record.settled()
    file.append = async (line) => {
      await append(line) // the line is there, but nobody can say so
      throw new Error('ENOSPC')
    }
    record.note({ event: 'key-bound', key })
    const { problem } = await record.list(all, {})
    expect(problem).toMatchObject({ code: 'file-unwritable' })
    expect(log.lines.at(-1)).toMatchObject({ event: 'activity.not-written', facts: { event: 'key-bound' } })
    file.append = append
    record.note({ event: 'key-used', key })
    expect(await record.list(all, {})).toMatchObject({ matching: 3, problem: null })
    expect(await record.verify(undefined, {})).toMatchObject({ state: 'sound', entries: 3 })
  })

  describe('with 100,000 entries', () => {
    const past = pastOf(100_000)

    /** Somebody looks at it; how much of the file each look has read. */
    async function watched() {
      const file = memoryGrowingFile(past.text)
      const read: number[] = []
      const { readFrom } = file
      file.readFrom = async (bytes) => {
        const added = await readFrom(bytes)
        read.push(added?.text.length ?? 0)
        return added
      }
      const { record } = start(file, memoryTextFile(past.head))
      const leaving = new AbortController()
      await record.watch(undefined, { signal: leaving.signal })
      return { record, read, file, leave: () => leaving.abort() }
    }

    it('is read once while somebody looks at it, and then what was added alone', async () => {
      const { record, read, leave } = await watched()
      let turns = 0
      const others = setInterval(() => turns++, 1)
      expect(await record.list(all, {})).toMatchObject({ matching: 100_000 })
      clearInterval(others)
      expect(turns, 'others could work meanwhile').toBeGreaterThan(10)
      record.note({ event: 'key-made', key })
      const { matching, entries } = await record.list(all, {})
      expect({ matching, first: entries[0]?.event }).toEqual({ matching: 100_001, first: 'key-made' })
      expect(read[0]).toBe(past.text.length)
      expect(read[1]).toBeLessThan(1_000)
      leave()
      await record.list(all, {})
      expect(read[2]).toBeGreaterThan(past.text.length)
    })
  })

  it('finds a change of what was read already, and shows it from then on', async () => {
    const past = pastOf(20)
    const file = memoryGrowingFile(past.text)
    const { record } = start(file, memoryTextFile(past.head))
    await record.watch(undefined, { signal: new AbortController().signal })
    const found = async () => (await record.list({ ...all, text: 'u7' }, {})).matching
    expect(await found()).toBe(1)
    Object.assign(file, memoryGrowingFile(past.text.replace('as u7"', 'as u8"')))
    expect(await record.verify(undefined, {})).toMatchObject({ state: 'broken', line: 8 })
    expect(await found()).toBe(0)
  })

  it('tells who watches of each entry', async () => {
    const { record } = start()
    const changes = await record.watch(undefined, {})
    expect((await changes.next()).value).toBe(0)
    const next = changes.next()
    record.note({ event: 'key-made', key })
    expect((await next).value).toBe(1)
    await changes.return?.()
  })
})
