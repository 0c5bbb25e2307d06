import { describe, expect, it } from 'vitest'
import { safeTitle } from './limits.js'

describe('titles', () => {
  it('lose what is not seen', () => {
    expect(safeTitle('root\u202etxt\u2066\u200b\x07\n')).toBe('roottxt')
  })
  it('are cut, also huge ones', () => {
    const title = safeTitle('🔑'.repeat(5_000_000))
    expect([...title]).toHaveLength(120)
    expect(title.endsWith('🔑…')).toBe(true)
  })
})
