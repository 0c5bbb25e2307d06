import { describe, expect, it } from 'vitest'
import { exportChoices } from './export-choices.js'

const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `id-${n}` }))
const shown = {
  ...{ view: 'instances' as const, mark: 'all' as const, narrowed: false, pictured: null },
  found: { keys: rows(3), instances: rows(1_234), accounts: rows(2) },
  order: { current: null },
}
const whats = (...args: Parameters<typeof exportChoices>) => exportChoices(...args).map(({ what }) => what)

describe('what can be exported', () => {
  it('is the table as a whole, and the map by key', () => {
    expect(whats(shown, 1_234)).toEqual(['All 1,234 instances', 'Every key with all its places'])
    expect(exportChoices(shown, 1_234)[0]?.ask()).toEqual({
      ...{ shape: 'table', of: 'instances', ids: null, mark: null },
    })
  })

  it('is what is seen first, where the table is narrowed', () => {
    const narrowed = { ...shown, narrowed: true, view: 'keys' as const }
    expect(whats(narrowed, 200)).toEqual(['3 of 200 keys', 'All 200 keys', 'Every key with all its places'])
    expect(exportChoices(narrowed, 200)[0]?.ask()).toMatchObject({
      of: 'keys',
      ids: ['id-0', 'id-1', 'id-2'],
    })
  })

  it('of accounts is their findings, of the one kind that is chosen alone', () => {
    const missing = { ...shown, narrowed: true, view: 'accounts' as const, mark: 'missing' as const }
    expect(whats(missing, 20)).toEqual([
      'Findings “Keys missing” of 2 of 20 accounts',
      'Findings of all 20 accounts',
      'Every key with all its places',
    ])
    expect(exportChoices(missing, 20)[0]?.ask()).toMatchObject({ of: 'accounts', mark: 'missing' })
  })

  it('stands in the order in which the user has sorted it', () => {
    const backwards = ['id-2', 'id-1', 'id-0']
    const sorted = { ...shown, view: 'keys' as const, order: { current: () => backwards } }
    expect(exportChoices(sorted, 3)[0]?.ask()).toMatchObject({ of: 'keys', ids: backwards })
    const [narrowed, all] = exportChoices({ ...sorted, narrowed: true }, 200)
    expect(narrowed?.ask()).toMatchObject({ ids: backwards })
    expect(all?.ask()).toMatchObject({ ids: null })
  })

  it('is what the picture shows, where there is one', () => {
    const pictured = { ...shown, pictured: { of: 'keys' as const, id: 'k1' } }
    expect(exportChoices(pictured, 1_234)[0]?.ask()).toEqual({
      ...{ shape: 'places', part: { of: 'keys', ids: ['k1'] } },
    })
  })
})
