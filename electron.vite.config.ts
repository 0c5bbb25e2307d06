import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const outDir = resolve(import.meta.dirname, 'out')

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

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: { electron: 'main/electron.ts', 'desktop-core': 'main/desktop-core.ts', web: 'main/web.ts' },
        output: { format: 'es' },
      },
    },
  },
  preload: {
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
    plugins: [react(), allowList()],
    build: {
      outDir: resolve(outDir, 'renderer'),
      minify: true, // electron-vite's default is not to; this halves what the page has to read
      chunkSizeWarningLimit: 2000,
      // The page's policy allows fonts from its own origin only, not from data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: resolve(import.meta.dirname, 'renderer/index.html') },
    },
  },
})
