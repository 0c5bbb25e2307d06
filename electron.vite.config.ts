import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { firstScreenBudget } from './scripts/first-screen-budget.js'
import { wordsPlugin } from './scripts/words/vite-words.js'

const outDir = resolve(import.meta.dirname, 'out')

/** All scripts and styles that the first screen waits for, packed by gzip. */
const FIRST_SCREEN_BYTES = 500_000

/** Writes down what was built: hosts serve these files and no others (main/window/files.ts). */
function allowList(): Plugin {
  return {
    name: 'latchkey-allow-list',
    apply: 'build',
    writeBundle(_options, bundle) {
      const names = Object.keys(bundle).sort()
      writeFileSync(resolve(outDir, 'renderer-files.json'), `${JSON.stringify(names, null, 2)}\n`)
    },
  }
}

/**
 * Writes down which packages went into a part of the build, as package-lock.json names them: their licences are shipped
 * with it (scripts/pack/shipped.ts).
 */
function bundledPackages(part: string): Plugin {
  return {
    name: 'latchkey-bundled-packages',
    apply: 'build',
    writeBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      const packages = modules.flatMap((id) => packagePath(id) ?? [])
      mkdirSync(resolve(outDir, 'bundled-packages'), { recursive: true })
      const text = `${JSON.stringify([...new Set(packages)].sort(), null, 2)}\n`
      writeFileSync(resolve(outDir, `bundled-packages/${part}.json`), text)
    },
  }
}

/** `node_modules/a/node_modules/@b/c` of a module's file; null for our own. */
function packagePath(id: string): string | null {
  const path = id.replaceAll(sep, '/')
  const [, found] = /\/(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? []
  return found ?? null
}

/** ssh2 tries to load these and does without (docs/decisions/0004-no-install-scripts.md). */
const ADDONS_OF_SSH2 = /^cpu-features$|\/sshcrypto\.node$/

/** In their place a module that can't be loaded, whatever is compiled on the machine that builds. */
function withoutAddons(): Plugin {
  return {
    name: 'latchkey-without-addons',
    enforce: 'pre',
    resolveId: { filter: { id: ADDONS_OF_SSH2 }, handler: () => '\0latchkey-no-addon.cjs' },
    load: {
      filter: { id: /^\0latchkey-no-addon\.cjs$/ },
      handler: () => "module.exports = null\nthrow new Error('Latchkey is built without this addon.')",
    },
  }
}

export default defineConfig({
  main: {
    plugins: [wordsPlugin(), withoutAddons(), bundledPackages('main')],
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          electron: 'main/electron.ts',
          'desktop-core': 'main/desktop-core.ts',
          'demo-world': 'main/demo-world.ts',
          web: 'main/web.ts',
        },
        // The packages' comments are a tenth of what has to be read at each start.
        output: { format: 'es', comments: { legal: true, annotation: false, jsdoc: false } },
      },
    },
  },
  preload: {
    plugins: [bundledPackages('preload')],
    build: {
      outDir: 'out/preload',
      // A sandboxed preload script is one CommonJS file that can require nothing but electron.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    publicDir: false,
    plugins: [
      react(),
      wordsPlugin(),
      bundledPackages('window'),
      allowList(),
      firstScreenBudget(FIRST_SCREEN_BYTES),
    ],
    build: {
      outDir: resolve(outDir, 'renderer'),
      minify: true, // electron-vite's default is not to; this halves what the page has to read
      chunkSizeWarningLimit: 2000,
      // One style sheet: which of two rules wins must not depend on which part of the window was read first.
      cssCodeSplit: false,
      // The page's policy allows fonts from its own origin only, not from data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: resolve(import.meta.dirname, 'renderer/index.html') },
    },
  },
})
