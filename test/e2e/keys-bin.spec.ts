import { expect } from '@playwright/test'
import { test } from './latchkey.js'
import { look } from './look.js'
import { bindFirstKey, connectTo, createKey, goTo, makeSealedVault, pickMore, showView } from './steps.js'

test('a key in use says where before it goes into the bin, is no use there, and comes back whole', async ({
  page,
  lab,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  await goTo(page, 'Keys')
  await page.getByRole('row', { name: /deploy/ }).click()
  const details = page.getByRole('complementary', { name: 'Details of deploy' })
  await expect(details).toContainText('1 instance')
  await expect(details).toContainText('web-1 bound, as')
  await look(page, 'key-in-use')

  const bin = async () => {
    await pickMore(page, 'Move to bin')
    const sheet = page.getByRole('dialog')
    await expect(sheet).toContainText('Latchkey can no longer connect to web-1 with it.')
    await expect(sheet).toContainText('would be left without a proven way in: web-1.')
    await expect(sheet).toContainText('It can be restored for 30 days. After that it stays in the bin until')
    await expect(sheet.getByRole('button', { name: 'Move to bin' })).toBeDisabled()
    await sheet.getByLabel('Name of the key pair').fill('deploy')
    await sheet.getByRole('button', { name: 'Move to bin' }).click()
    await expect(page.getByText('deploy is in the bin.')).toBeVisible()
  }
  await details.getByRole('button', { name: 'web-1' }).click()
  await expect(page.getByRole('complementary', { name: 'Details of web-1' })).toBeVisible()
  await goTo(page, 'Keys')
  await bin()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('row', { name: /deploy/ }).click()
  await bin()

  await goTo(page, 'Instances')
  await page.getByRole('button', { name: /web-1/ }).first().click()
  await expect(page.getByRole('alert').filter({ hasText: /bin/ })).toBeVisible()

  await goTo(page, 'Keys')
  await showView(page, 'Bin')
  await expect(page.getByRole('row', { name: /deploy/ })).toContainText('30 days')
  await page.getByRole('row', { name: /deploy/ }).click()
  await expect(details).toContainText(
    'In the bin: it can not be used. No other key pair is proven to open web-1',
  )
  await look(page, 'key-in-bin')
  await details.getByRole('button', { name: 'Restore' }).click()
  await connectTo(page, 'web-1')
})

test('an archived key is out of the way until it is brought back', async ({ page }) => {
  await makeSealedVault(page)
  await createKey(page, 'old')
  await createKey(page, 'new')
  await page.getByRole('row', { name: /^Select old/ }).click()
  await pickMore(page, 'Archive')
  await expect(page.getByRole('row', { name: /^Select old/ })).toHaveCount(0)
  await page.getByLabel('Filter keys').fill('old')
  await page.getByRole('button', { name: 'Show among the archived ones' }).click()
  await page.getByRole('row', { name: /^Select old/ }).click()
  await look(page, 'key-archived')
  await pickMore(page, 'Bring back')
  await page.getByLabel('Filter keys').fill('')
  await showView(page, 'Active')
  await expect(page.getByRole('row', { name: /^Select (old|new)/ })).toHaveCount(2)
})
