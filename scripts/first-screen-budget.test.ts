import { gzipSync } from 'node:zlib'
import type { Rollup } from 'vite'
import { expect, it } from 'vitest'
import { firstScreenBytes } from './first-screen-budget.js'

const chunk = (code: string, part: Partial<Rollup.OutputChunk> = {}) =>
  ({ type: 'chunk', isEntry: false, imports: [], code, ...part }) as unknown as Rollup.OutputChunk
const style = (source: string) => ({ type: 'asset', source }) as unknown as Rollup.OutputAsset
const packed = (...texts: string[]) => texts.reduce((sum, text) => sum + gzipSync(text).length, 0)

it('counts the entry, what that imports at once, each once, and all styles', () => {
  const bundle = {
    'index.js': chunk('entry', { isEntry: true, imports: ['react.js', 'ui.js'] }),
    'react.js': chunk('the library'),
    'ui.js': chunk('the parts of screens', { imports: ['react.js'] }),
    'terminal.js': chunk('read when it is needed', { imports: ['ui.js'] }),
    'index.css': style('a { color: red }'),
    'font.woff2': style('not a script'),
  }
  expect(firstScreenBytes(bundle)).toBe(
    packed('entry', 'the library', 'the parts of screens', 'a { color: red }'),
  )
})
