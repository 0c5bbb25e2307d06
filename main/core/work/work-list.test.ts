import { describe, expect, it, vi } from 'vitest'
import type { ErrorInfo } from '../../../contract/errors.js'
import { createWorkList, KEPT_FROM_MS, type PieceOfWork } from './work-list.js'

const problem: ErrorInfo = {
  code: 'cloud-unreachable',
  message: 'The cloud does not answer.',
  retryable: true,
}
const key: PieceOfWork = { kind: 'key', name: 'deploy' }

function workList() {
  let now = 0
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const list = createWorkList({ now: () => now, elapsed: () => now }, log)
  const later = (ms = KEPT_FROM_MS) => {
    now += ms
  }
  return { list, log, later, shown: () => list.items.get() }
}

describe('the list of work', () => {
  it('shows what runs, and keeps what took long after its end until it is dismissed', () => {
    const { list, later, shown } = workList()
    const piece = list.begin(key)
    piece.tell({ step: 'looking for primes', progress: { done: 1, of: 2, unit: 'parts' } })
    expect(shown()).toMatchObject([
      { name: 'deploy', state: 'running', step: 'looking for primes', count: 1 },
    ])
    later()
    piece.end('done')
    piece.tell({ step: 'too late' })
    const [item] = shown()
    expect(item).toMatchObject({ state: 'done', step: null, progress: null, read: false })
    list.read([item?.id ?? ''])
    expect(shown()).toMatchObject([{ state: 'done', read: true }])
    list.dismiss([item?.id ?? ''])
    expect(shown()).toEqual([])
  })

  it('keeps nothing that was over at once, that was cancelled, or that its own screen shows', () => {
    const { list, later, shown } = workList()
    list.begin(key).end('done')
    const own = list.begin({ ...key, shownWhereBegun: true })
    own.end({ failures: [{ name: 'deploy', problem }] })
    const given = list.begin(key)
    later()
    given.end('cancelled')
    expect(shown()).toEqual([])
  })

  it('has one row for a batch, with one more for each failure, and does only those once more', () => {
    const { list, shown } = workList()
    const retry = vi.fn()
    const stop = (name: string) =>
      list.begin({ kind: 'stop', name, batch: 'stop', retry: (by) => retry(name, by) })
    const first = stop('web-1')
    const second = stop('web-2')
    const third = stop('web-3')
    first.end('done')
    expect(shown()).toMatchObject([{ count: 3, state: 'running', progress: { done: 1, of: 3 } }])
    second.end({ failures: [{ name: 'web-2', problem }] })
    third.end('done')
    expect(shown()).toMatchObject([
      { state: 'failed', failed: 1, failures: [{ name: 'web-2', problem }], canRetry: true },
    ])
    list.dismiss(['another'])
    list.retry(shown()[0]?.id ?? '', { caller: 'window 2' })
    expect(shown()).toEqual([])
    expect(retry.mock.calls).toEqual([['web-2', { caller: 'window 2' }]])
  })

  it('cancels every piece that runs, and says so until all have ended', async () => {
    const { list, log, shown } = workList()
    const cancel = vi.fn()
    const bind = { kind: 'bind', name: 'deploy', batch: 'b', cancel } as const
    const pieces = [list.begin(bind), list.begin({ ...bind, cancel: () => Promise.reject(new Error('No.')) })]
    list.cancel(shown()[0]?.id ?? '')
    expect(shown()).toMatchObject([{ state: 'cancelling' }])
    expect(cancel).toHaveBeenCalledOnce()
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalledOnce())
    for (const piece of pieces) piece.end('cancelled')
    expect(shown()).toEqual([])
  })

  it('leaves what was sent when the rest is cancelled, names it, and tells how many were done', () => {
    const { list, shown } = workList()
    const cancel = vi.fn()
    const stop = (name: string) => list.begin({ kind: 'stop', name, batch: 'stop', cancel })
    const [sent, waiting, done] = [stop('web-1'), stop('web-2'), stop('web-3')]
    done.end('done')
    sent.sent()
    list.cancel(shown()[0]?.id ?? '')
    expect(cancel).toHaveBeenCalledOnce()
    expect(shown()).toMatchObject([{ state: 'cancelling', canCancel: true, sentBefore: ['web-1'] }])
    waiting.end('cancelled')
    expect(shown()).toMatchObject([{ canCancel: false, done: 1 }])
    sent.end('done')
    expect(shown()).toMatchObject([{ state: 'cancelled', done: 2, count: 3, sentBefore: ['web-1'] }])
  })

  it('offers no cancel of what can not be taken back', () => {
    const { list, shown } = workList()
    const cancel = vi.fn()
    list.begin({ kind: 'stop', name: 'web-1', cancel }).sent()
    expect(shown()).toMatchObject([{ state: 'running', canCancel: false }])
    list.cancel(shown()[0]?.id ?? '')
    expect(shown()).toMatchObject([{ state: 'running' }])
    expect(cancel).not.toHaveBeenCalled()
  })

  it('drops what failed before when the same begins once more, and what runs never', () => {
    const { list, shown } = workList()
    list.begin({ kind: 'bind', name: 'deploy', on: 'web-1' }).end({ failures: [{ name: 'web-1', problem }] })
    list.begin({ kind: 'bind', name: 'deploy', on: 'web-2' }).end({ failures: [{ name: 'web-2', problem }] })
    list.begin({ kind: 'bind', name: 'deploy', on: 'web-1' })
    list.begin({ kind: 'bind', name: 'deploy', on: 'web-1' })
    expect(shown().map(({ on, state }) => [on, state])).toEqual([
      ['web-1', 'running'],
      ['web-1', 'running'],
      ['web-2', 'failed'],
    ])
  })

  it('takes no name at its word', () => {
    const { list, shown } = workList()
    list.begin({ kind: 'copy', name: 'a\u202eb', on: 'we\nb' })
    expect(shown()).toMatchObject([{ name: 'a\\u{202e}b', on: 'we\\u{a}b' }])
  })
})
