import { defineConfig } from '@playwright/test'

/** The same specs for both hosts: `web` in Debian's Chromium, `desktop` in Electron where its binary is there. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // Long enough for a machine that has much else to do: opening a vault is made to cost a processor's time.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  // Each test has a lab, a profile and a host of its own.
  fullyParallel: true,
  // They wait for much else than a processor: three would leave a third of two idle.
  workers: 4,
  // What passes only then is named (test/run.ts).
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  projects: [
    { name: 'web' },
    { name: 'desktop' },
    // `npm run pictures`; nothing is tested by it.
    ...(process.env.PICTURES === undefined ? [] : [{ name: 'pictures', testDir: 'test/pictures' }]),
  ],
})
