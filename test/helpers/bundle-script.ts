import { mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * One JavaScript file of a script in test/helpers, in a temporary folder: for scripts that are started a hundred times
 * and more, since compiling them anew costs a second each.
 */
export async function bundleScript(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-script-'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@napi-rs/keyring', '@node-rs/argon2', 'ssh2'] },
    build: {
      ssr: join(root, 'test', 'helpers', name),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' } },
    },
  })
  return join(folder, `${basename(name, '.ts')}.mjs`)
}
