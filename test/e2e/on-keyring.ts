import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { test as base } from './latchkey.js'
import { webHost } from './launch.js'

/** Latchkey on a real GNOME keyring that is of the test alone. Only for specs that say `webOnly`. */
export const test = base.extend<{ keyring: Keyring }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  keyring: async ({}, use, info) => {
    const missing = keyringMissing()
    info.skip(missing !== undefined && !process.env.CI, missing ?? '')
    const keyring = await startKeyring('unlocked')
    await use(keyring)
    await keyring.close()
  },
  host: async ({ latchkeyArgs, keyring }, use) => {
    const host = webHost(latchkeyArgs, keyring.env)
    await use(host)
    await host.stop()
  },
})
