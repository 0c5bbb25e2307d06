import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { SystemWish } from '../../contract/system-wish.js'
import { test } from './latchkey.js'
import { bindFirstKey, goTo, lockedShown, lockVault, promptShown, unlock } from './steps.js'

/** What the preload script posts for a menu, the tray or a notification. */
const wish = (page: Page, wanted: SystemWish | { wish: string }) =>
  page.evaluate((one) => window.postMessage({ latchkey: 'wish', wish: one }, location.origin), wanted)

test('menus, the tray and notifications have the window do what its own buttons do', async ({
  page,
  lab,
  profileDir,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  const { bindings } = JSON.parse(await readFile(join(profileDir, 'profile.json'), 'utf8'))
  const [{ instanceId }] = bindings

  await test.step('a terminal on an instance, with its bound key', async () => {
    await goTo(page, 'Keys')
    await wish(page, { wish: 'connect', instanceId })
    await promptShown(page)
    await expect(page.getByRole('tab', { name: /web-1/ })).toBeVisible()
    await wish(page, { wish: 'close-pane' })
    await page.getByRole('button', { name: 'End session' }).click()
    await expect(page.getByRole('tab', { name: /web-1/ })).toHaveCount(0)
  })

  await test.step('the palette; what it does not know is nothing', async () => {
    await wish(page, { wish: 'delete-everything' })
    await wish(page, { wish: 'find' })
    await expect(page.getByRole('combobox', { name: /find/i })).toBeFocused()
    await page.keyboard.press('Escape')
  })

  await test.step('nothing while the vault is locked; what was asked for then waits for it', async () => {
    await lockVault(page)
    await lockedShown(page)
    await wish(page, { wish: 'settings' })
    await wish(page, { wish: 'connect', instanceId: 'hosts/gone' })
    await unlock(page)
    // The last one: of an instance that is not there nothing is opened, and the list is shown.
    await expect(page.getByRole('heading', { name: 'Instances', level: 1 })).toBeVisible()
    await expect(page.getByRole('tab', { name: /gone/ })).toHaveCount(0)
    await page.evaluate(() => history.back())
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  })
})
