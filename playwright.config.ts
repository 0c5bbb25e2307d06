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
  // Accepted pictures are made by `npm run gallery -- --accept` alone.
  updateSnapshots: 'none',
  snapshotPathTemplate: 'test/gallery/accepted/{arg}{ext}',
  projects: [
    { name: 'web' },
    { name: 'desktop' },
    {
      name: 'gallery',
      testDir: 'test/gallery',
      outputDir: 'build/gallery-differences',
      // Text is drawn a little differently from one release of Chromium to the next.
      expect: { timeout: 60_000, toHaveScreenshot: { maxDiffPixelRatio: 0.005, threshold: 0.25 } },
    },
    // `npm run pictures`; nothing is tested by it.
    ...(process.env.PICTURES === undefined ? [] : [{ name: 'pictures', testDir: 'test/pictures' }]),
  ],
})
