import { describe, expect, it } from 'vitest'
import { orAborted } from './or-aborted.js'

describe('work that may be aborted', () => {
  it('settles as it does by itself', async () => {
    const { signal } = new AbortController()
    expect(await orAborted(signal, Promise.resolve(1))).toBe(1)
    await expect(orAborted(signal, Promise.reject(new Error('own')))).rejects.toThrow('own')
  })

  it('is left at once, and what it answers later is handed over', async () => {
    const controller = new AbortController()
    let finish: (value: number) => void = () => undefined
    const late: number[] = []
    const work = new Promise<number>((resolve) => {
      finish = resolve
    })
    const waiting = orAborted(controller.signal, work, (value) => late.push(value))
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    finish(7)
    await work
    expect(late).toEqual([7])
  })

  it('is not waited for when it was aborted before, and its failure is nobody’s', async () => {
    const over = AbortSignal.abort(new Error('enough'))
    await expect(orAborted(over, Promise.reject(new Error('own')))).rejects.toThrow('enough')
    await expect(orAborted(over, Promise.resolve(1))).rejects.toThrow('enough')
  })
})
