import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { NODE_FLAGS } from './scripts/node-flags.js'

/** Files that take half a minute and more. */
const LONG =
  /\/(crash|crash-[a-z]+|repair|keys|keys-in|keys-out|lock|lock-memory|keychain|demo|openstack-client|authorized-keys-unbinding)\.test\.ts$/

/** These first: by itself vitest goes by the size of files, and a short one that takes long would run on alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const long = sorted.filter(({ moduleId }) => LONG.test(moduleId))
    return [...long, ...sorted.filter((file) => !long.includes(file))]
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
    maxWorkers: 2 * availableParallelism(),
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
