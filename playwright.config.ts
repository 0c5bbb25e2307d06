import { defineConfig } from '@playwright/test'

/** The same specs for both hosts: `web` in Debian's Chromium, `desktop` in Electron where its binary is there. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  projects: [{ name: 'web' }, { name: 'desktop' }],
})
