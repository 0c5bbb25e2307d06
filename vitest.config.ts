import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // The integration tests mostly wait for other programs.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contract,main,preload,renderer,test,scripts}/**/*.test.ts'],
          exclude: ['test/integration/**', 'test/conformance/**', 'test/e2e/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,conformance}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
