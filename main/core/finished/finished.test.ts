import { describe, expect, it, vi } from 'vitest'
import { finishedWords } from './finished-words.js'
import { createLongWork, type Ended, type Finished, LONG_MS } from './long-work.js'

const place = { kind: 'section', section: 'keys' } as const
const ok: Ended = { ok: true, name: 'deploy', place }
const failed: Ended = { ...ok, ok: false }

function longWork() {
  let now = 0
  const tell = vi.fn<(finished: Finished) => void>()
  const { begin } = createLongWork({ elapsed: () => now }, tell)
  const pass = (ms: number) => {
    now += ms
  }
  return { begin, tell, pass }
}

describe('long work', () => {
  it('is told of at its end, and short work is not', () => {
    const { begin, tell, pass } = longWork()
    const short = begin('key')
    pass(LONG_MS - 1)
    short(ok)
    expect(tell).not.toHaveBeenCalled()
    const long = begin('key')
    pass(LONG_MS)
    long(ok)
    long(ok)
    expect(tell.mock.calls).toEqual([[{ kind: 'key', ended: [ok] }]])
  })

  it('of one kind that runs together is told of once, at the end of the last', () => {
    const { begin, tell, pass } = longWork()
    const first = begin('bind')
    const second = begin('bind')
    const other = begin('copy')
    pass(LONG_MS)
    first(ok)
    other(null)
    expect(tell).not.toHaveBeenCalled()
    second(failed)
    expect(tell.mock.calls).toEqual([[{ kind: 'bind', ended: [ok, failed] }]])
  })

  it('that was cancelled is not told of', () => {
    const { begin, tell, pass } = longWork()
    const end = begin('copy')
    pass(LONG_MS)
    end(null)
    expect(tell).not.toHaveBeenCalled()
  })
})

describe('the words', () => {
  it('name what one was done with, and count several', () => {
    expect(finishedWords({ kind: 'key', ended: [ok] }, true)).toEqual({
      title: 'The key pair was made',
      body: 'deploy',
    })
    expect(finishedWords({ kind: 'copy', ended: [failed] }, true).title).toBe('Files could not be copied')
    expect(finishedWords({ kind: 'bind', ended: [ok, ok, failed] }, true)).toEqual({
      title: 'Binding has ended',
      body: '2 done, 1 failed',
    })
  })

  it('name nothing while the vault is locked', () => {
    expect(finishedWords({ kind: 'copy', ended: [ok] }, false).body).toBe('')
  })

  it('are one short line, whatever a server calls its files', () => {
    const name = `a\nb${'x'.repeat(200)}`
    const { body } = finishedWords({ kind: 'copy', ended: [{ ...ok, name }] }, true)
    expect(body).toHaveLength(100)
    expect(body).not.toContain('\n')
  })
})
