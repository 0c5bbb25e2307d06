import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './latchkey.js'
import { look } from './look.js'
import { bindFirstKey, goTo, lockVault, PASSWORD, unlock } from './steps.js'

test('what happened to a key is listed, checked, saved, and found out where it was changed', async ({
  page,
  lab,
  profileDir,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  await lockVault(page)
  await tryPassword(page, 'not the password')
  await unlock(page)

  await goTo(page, 'Activity')
  const grid = page.getByRole('grid', { name: 'Activity' })
  for (const words of ['Vault made', 'Key created', 'Public key pushed', 'Key bound', 'Wrong password'])
    await expect(grid.getByRole('row', { name: words })).toBeVisible()
  await expect(grid.getByRole('row', { name: /Key used .*deploy web-1 as/ })).toBeVisible()
  await look(page, 'activity')

  await page.getByLabel('Filter activity').fill('web-1 bound')
  await expect(grid.getByRole('row', { name: 'Key bound' })).toBeVisible()
  await expect(grid.getByRole('row', { name: 'Vault made' })).toBeHidden()
  await page.getByLabel('Filter activity').fill('')

  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('alert')).toContainText(/All \d+ entries are sound/)
  const saved = await save(page)
  const file = join(profileDir, 'activity.jsonl')
  const kept = await readFile(file, 'utf8')
  expect(saved).toBe(kept)
  for (const secret of [PASSWORD, 'not the password', 'PRIVATE KEY']) expect(kept).not.toContain(secret)

  await writeFile(file, kept.replace('"as ', '"as a'))
  await page.getByRole('button', { name: 'Verify' }).click()
  const line = kept.slice(0, kept.indexOf('"as ')).split('\n').length
  await expect(page.getByRole('alert')).toContainText(`The chain breaks at line ${line}`)
  await look(page, 'activity-broken')
})

async function tryPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
}

async function save(page: Page): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export…' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('latchkey-activity.jsonl')
  return readFile(await file.path(), 'utf8')
}
