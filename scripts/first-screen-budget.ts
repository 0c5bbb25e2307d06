import { gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'

/**
 * Fails a build of which the first screen has to read more than so many bytes of scripts and styles, packed by gzip: the entry,
 * what it imports, and all styles. What is imported when it is needed doesn't count.
 */
export function firstScreenBudget(mostBytes: number): Plugin {
  return {
    name: 'latchkey-first-screen-budget',
    apply: 'build',
    generateBundle: {
      order: 'post', // Vite's own puts the styles there
      handler(_options, bundle) {
        const bytes = firstScreenBytes(bundle)
        if (bytes > mostBytes) this.error(overBudget(bytes, mostBytes))
      },
    },
  }
}

function overBudget(bytes: number, mostBytes: number): string {
  const [kB, mostKB] = [bytes, mostBytes].map((count) => (count / 1000).toFixed(0))
  return `The first screen reads ${kB} kB of scripts and styles (gzip), and ${mostKB} kB is the most. What it does not show should be imported when it is needed: renderer/ui/lazily.tsx.`
}

/** What renderer/main.tsx imports as soon as the words are there. */
const START = 'start'

type Output = Rollup.OutputChunk | Rollup.OutputAsset

/** What the first screen of a build has to read, packed by gzip. */
export function firstScreenBytes(bundle: Record<string, Output>): number {
  const read = new Set<string>()
  const take = (name: string) => {
    const file = bundle[name]
    if (file === undefined || read.has(name)) return
    read.add(name)
    if (file.type === 'chunk') for (const imported of file.imports) take(imported)
  }
  for (const [name, file] of Object.entries(bundle))
    if (file.type === 'chunk' ? file.isEntry || file.name === START : name.endsWith('.css')) take(name)
  return [...read].reduce((sum, name) => sum + gzipSync(textOf(bundle[name])).length, 0)
}

function textOf(file: Output | undefined): string | Uint8Array {
  if (file === undefined) return ''
  return file.type === 'chunk' ? file.code : file.source
}
