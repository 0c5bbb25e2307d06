import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { test } from '../e2e/latchkey.js'
import {
  addLabAccountByHand,
  bindAndProve,
  connectTo,
  createKeyByHand,
  enter,
  goTo,
  makeSealedVaultByHand,
  promptShown,
  terminalText,
} from '../e2e/steps.js'

/*
 * npm run pictures: the pictures of the README and of docs/, light and dark, of Latchkey as it is at work in the lab.
 */

const FOLDER = join('docs', 'pictures')

test('pictures of the README and the docs', async ({ page, lab }) => {
  mkdirSync(FOLDER, { recursive: true })
  await makeSealedVaultByHand(page)
  await createKeyByHand(page, 'deploy')
  await addLabAccountByHand(page)
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: 'Bind a key to web-1' }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByRole('heading', { name: 'What will happen' })).toBeVisible()
  await picture(page, 'bind')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await bindAndProve(page, lab, 'web-1')
  await createKeyByHand(page, 'backup-2026')
  await picture(page, 'keys')
  await goTo(page, 'Map')
  await expect(page.getByRole('row', { name: /deploy/ }).first()).toBeVisible()
  await picture(page, 'map')
  await connectTo(page, 'web-1')
  for (const command of ['clear', 'uptime -p', 'df -h --output=source,size,avail,pcent,target /']) {
    await enter(page, command)
    await promptShown(page)
  }
  await enter(page, 'ssh-keygen -lf .ssh/authorized_keys')
  await expect.poll(() => terminalText(page)).toMatch(/SHA256:.* \(ED25519\)/)
  await picture(page, 'terminal')
})

/** Light and dark, with as few colours as it takes. */
async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    const png = await page.screenshot({ animations: 'disabled' })
    const small = await sharp(png).png({ palette: true, effort: 10 }).toBuffer()
    writeFileSync(join(FOLDER, `${name}-${colorScheme}.png`), small)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
