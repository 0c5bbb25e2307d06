import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { scriptedClient } from '../../../../test/helpers/cloudstack-client.js'
import type { Params } from './client.js'
import { refusalError } from './errors.js'
import { createLister } from './paging.js'

/** A cloud with that many keys, which allows pages of at most `cap`. */
function cloudWith(
  total: number,
  { cap = 500, count = total, text = 'Page size can not exceed max allowed list value' } = {},
) {
  const client = scriptedClient((command, { page, pagesize }: Params) => {
    const size = Number(pagesize)
    if (size > cap) throw refusalError({ command, errorcode: 431, errortext: text })
    const start = (Number(page) - 1) * size
    const key = Array.from({ length: total }, (_, index) => ({ name: `k${index}` })).slice(
      start,
      start + size,
    )
    return key.length === 0 ? {} : { count, key }
  })
  const lister = createLister(client)
  const names = async () =>
    (await lister.list('listKeys', 'key', z.object({ name: z.string() }), {})).map((k) => k.name)
  return { client, names, pages: () => client.calls.map(({ params }) => `${params.page}/${params.pagesize}`) }
}

describe('a list', () => {
  it('may be empty, without count and array', async () => {
    expect(await cloudWith(0).names()).toEqual([])
  })

  it.each([1, 499, 500, 501, 1000, 1234])('of %i is read whole', async (total) => {
    const names = await cloudWith(total).names()
    expect(new Set(names).size).toBe(total)
  })

  it('is read whole even where the count is that of the page only', async () => {
    expect(await cloudWith(1200, { count: 500 }).names()).toHaveLength(1200)
  })

  it.each([
    ['the same page over and over', () => 0],
    ['new entries for ever', (page: number) => page],
  ])('is given up where the cloud sends %s', async (_name, generation) => {
    const client = scriptedClient((_command, { page, pagesize }: Params) => ({
      count: 1,
      key: Array.from({ length: Number(pagesize) }, (_, n) => ({ name: `${generation(Number(page))}-${n}` })),
    }))
    const list = createLister(client).list('listKeys', 'key', z.object({ name: z.string() }), {})
    await expect(list).rejects.toMatchObject({ code: 'cloud-unexpected-answer' })
    expect(client.calls.length).toBeLessThanOrEqual(200)
  })

  it.each([1000, 500])('asks for the next page before one is read, where the count is %i', async (count) => {
    const page = (from: number) => Array.from({ length: 500 }, (_, n) => ({ name: `k${from + n}` }))
    let secondIsAsked = (): void => undefined
    const untilSecondIsAsked = new Promise<void>((resolve) => {
      secondIsAsked = resolve
    })
    const client = scriptedClient(
      (_command, params) => {
        if (params.page === '2') secondIsAsked()
        if (params.page === '3') return {}
        return { count, key: page(params.page === '1' ? 0 : 500) }
      },
      async (content) => {
        await untilSecondIsAsked
        return content
      },
    )
    const found = await createLister(client).list('listKeys', 'key', z.object({ name: z.string() }), {})
    expect(found.map(({ name }) => name)).toEqual(Array.from({ length: 1000 }, (_, n) => `k${n}`))
  })

  it('asks no page more than the count says', async () => {
    const { names, pages } = cloudWith(1000)
    await names()
    expect(pages()).toEqual(['1/500', '2/500'])
  })
})

describe('an operator who allows smaller pages only', () => {
  it.each([
    { cap: 200, text: 'Page size can not exceed max allowed list value: 200', size: 200 },
    { cap: 150, text: 'Invalid pagesize', size: 100 },
    { cap: 20, text: 'Page size is too large', size: 20 },
  ])('is heeded: $text', async ({ cap, text, size }) => {
    const { names, pages } = cloudWith(45, { cap, text })
    expect(await names()).toHaveLength(45)
    await names()
    expect(pages().filter((page) => page.endsWith('/500'))).toHaveLength(1)
    expect(pages().at(-1)).toBe(`${Math.ceil(45 / size)}/${size}`)
  })

  it('is not tried for ever', async () => {
    await expect(cloudWith(5, { cap: 0 }).names()).rejects.toMatchObject({ code: 'cloud-failed' })
  })

  it('is learned once by lists that run side by side', async () => {
    const { names, pages } = cloudWith(10, { cap: 100 })
    await Promise.all([names(), names()])
    expect(pages()).toEqual(['1/500', '1/500', '1/100', '1/100'])
  })
})
