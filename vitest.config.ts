import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { NODE_FLAGS } from './scripts/node-flags.js'

/** What takes longest, with the longest first: from about two minutes for all tests of a file to a quarter of one. */
const LONGEST = [
  ...['crash', 'crash-move', 'transfers-wide', 'crash-services', 'transfers-wide-servers', 'lock', 'repair'],
  ...['demo', 'authorized-keys-binding', 'keys-in', 'keys-out', 'authorized-keys-unbinding', 'bindings'],
  ...['keychain', 'desktop-core', 'keys', 'crash-restore', 'transfers', 'crash-ssh-batch', 'transfers-cut'],
  ...['files-troubles', 'forwards', 'backup', 'keychain-troubles', 'recovery', 'jump-hosts', 'web-host'],
].map((name) => `/test/integration/${name}.test.ts`)

/**
 * These first: by itself vitest goes by the size of files, and one that takes long, most of it waiting, would run on alone
 * when all others have ended.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((end) => moduleId.endsWith(end))
      return found === -1 ? LONGEST.length : found
    }
    return sorted.sort((one, other) => place(one) - place(other))
  }
}

/** They put other modules in the place of ours or of Node's, so nobody may have loaded those before them. */
const REPLACES_MODULES = [
  'main/core/keys/formats/pkcs8-pbes2.test.ts',
  'main/platform/sealed-file-faults.test.ts',
]

const unit = {
  include: ['{contract,main,preload,renderer,test,scripts}/**/*.test.ts'],
  exclude: ['test/integration/**', 'test/conformance/**', 'test/e2e/**', ...REPLACES_MODULES],
  setupFiles: ['test/helpers/no-sweep.ts'],
  testTimeout: 20_000,
  execArgv: NODE_FLAGS,
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // The integration tests wait much for other programs, and leave a processor idle meanwhile.
    maxWorkers: Math.round(2.5 * availableParallelism()),
    projects: [
      // Loading modules anew for each file was half of what these cost.
      { test: { ...unit, name: 'unit', isolate: false } },
      { test: { ...unit, name: 'unit, alone', include: REPLACES_MODULES, exclude: [] } },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,conformance}/**/*.test.ts'],
          testTimeout: 60_000,
          execArgv: NODE_FLAGS,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
