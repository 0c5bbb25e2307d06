import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

/*
 * `npm run check` keeps the layers by .dependency-cruiser.cjs. Here breaches of each rule are planted in a small tree
 * beside ours, to see that the rules catch them.
 */
const root = join(import.meta.dirname, '..')
const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
const LIMIT_MS = 120_000

/** A tree that keeps every rule: path to source. */
const sound: Record<string, string> = {
  'node_modules/electron/package.json': '{"name":"electron","main":"index.js"}',
  'node_modules/electron/index.js': '',
  'node_modules/ws/package.json': '{"name":"ws","main":"index.js"}',
  'node_modules/ws/index.js': '',
  'contract/keys.ts': 'export type Key = string',
  'main/core/ports.ts': "import type { Key } from '../../contract/keys.js'\nexport type Store = Key",
  'main/core/app.ts': "import './clouds/registry.js'",
  'main/core/clouds/registry.ts': "import './cloudstack/adapter.js'\nimport './tencent/adapter.js'",
  'main/core/clouds/cloudstack/adapter.ts': 'export const cloudstack = 1',
  'main/core/clouds/tencent/adapter.ts': 'export const tencent = 1',
  'main/platform/keychain.ts': "import '../core/ports.js'",
  'main/demo/cloud.ts': "import 'node:net'\nimport './guest.js'",
  'main/demo/guest.ts': 'export const guest = 1',
  'main/rpc/router.ts': "import '../core/app.js'",
  'main/hosts/web/server.ts': "import 'ws'\nimport '../../rpc/router.js'",
  'main/hosts/electron/window.ts': "import 'electron'\nimport '../../rpc/router.js'",
  'main/web.ts': "import './hosts/web/server.js'\nimport './platform/keychain.js'",
  'preload/preload.ts': "import 'electron'\nimport '../contract/keys.js'",
  'renderer/main.tsx': "import '../contract/keys.js'",
  'test/helper.ts': "import '../main/core/app.js'",
}

/** A breach of each rule: its rule, the file that breaks it, the source. */
const breaches: [rule: string, path: string, source: string][] = [
  ['no-cycles', 'main/core/ring-2.ts', "import './ring.js'\nexport const b = 1"],
  ['contract-stands-alone', 'contract/host.ts', "import 'node:fs'"],
  ['core-is-below', 'main/core/sneaky.ts', "import '../platform/keychain.js'"],
  ['core-is-below', 'main/core/socket.ts', "import 'ws'"],
  ['core-is-below', 'main/core/shell.ts', "import type {} from '../hosts/web/server.js'"],
  ['platform-is-below', 'main/platform/up.ts', "import '../rpc/router.js'"],
  ['rpc-is-below-hosts', 'main/rpc/up.ts', "import '../hosts/web/server.js'"],
  ['electron-only-in-its-host', 'main/hosts/web/tray.ts', "import 'electron'"],
  ['hosts-apart', 'main/hosts/web/window.ts', "import '../electron/window.js'"],
  ['demo-stands-alone', 'main/demo/shell.ts', "import 'node:child_process'"],
  ['demo-stands-alone', 'main/demo/files.ts', "import 'node:fs'"],
  ['demo-stands-alone', 'main/demo/keys.ts', "import '../core/ports.js'"],
  ['window-sees-the-contract-only', 'renderer/secrets.ts', "import type {} from '../main/core/ports.js'"],
  ['window-sees-the-contract-only', 'preload/core.ts', "import '../main/core/app.js'"],
  ['only-the-registry-names-adapters', 'main/core/direct.ts', "import './clouds/cloudstack/adapter.js'"],
  ['adapters-apart', 'main/core/clouds/tencent/borrowed.ts', "import '../cloudstack/adapter.js'"],
  ['what-ships-imports-no-test', 'main/core/cheat.ts', "import '../../test/helper.js'"],
]

let tree: string
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'latchkey-layers-'))
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.base.json'])
    copyFileSync(join(root, name), join(tree, name))
  for (const [path, source] of Object.entries(sound)) plant(path, source)
})
afterEach(() => rmSync(tree, { recursive: true, force: true }))

function plant(path: string, source: string): void {
  mkdirSync(join(tree, dirname(path)), { recursive: true })
  writeFileSync(join(tree, path), `${source}\n`)
}

function check(format: 'err' | 'json') {
  const args = [
    '--config',
    '.dependency-cruiser.cjs',
    '-T',
    format,
    'contract',
    'main',
    'preload',
    'renderer',
    'test',
  ]
  return spawnSync(process.execPath, [cruise, ...args], { cwd: tree, encoding: 'utf8' })
}

it(
  'passes a tree that keeps the layers',
  () => {
    const { status, stdout } = check('err')
    expect(stdout).toContain('no dependency violations found')
    expect(status).toBe(0)
  },
  LIMIT_MS,
)

it(
  'fails a tree with a single breach',
  () => {
    plant('main/core/sneaky.ts', "import '../platform/keychain.js'")
    const { status, stdout } = check('err')
    expect(stdout).toContain('core-is-below')
    expect(status).not.toBe(0)
  },
  LIMIT_MS,
)

it(
  'names each breach by its rule and file',
  () => {
    plant('main/core/ring.ts', "import './ring-2.js'\nexport const a = 1")
    for (const [, path, source] of breaches) plant(path, source)
    const { summary } = JSON.parse(check('json').stdout) as {
      summary: { violations: { rule: { name: string }; from: string }[] }
    }
    const found = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`)
    for (const [rule, path] of breaches) expect(found).toContain(`${rule}: ${path}`)
  },
  LIMIT_MS,
)
