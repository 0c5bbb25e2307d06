import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './latchkey.js'
import { look } from './look.js'
import { bindAndProve, bindFirstKey, goTo } from './steps.js'

const panel = (page: Page) => page.getByRole('complementary', { name: 'Files', exact: true })
const shown = (page: Page, instance: string) =>
  panel(page).getByRole('region', { name: `Files of ${instance}` })
const row = (page: Page, instance: string, name: string) =>
  shown(page, instance)
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
const transfer = (page: Page, text: string) =>
  panel(page).getByRole('region', { name: 'Transfers' }).getByRole('listitem').filter({ hasText: text })

async function filesOf(page: Page, instance: string, path: string): Promise<void> {
  await page.getByRole('row', { name: instance }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Browse files' }).click()
  await shown(page, instance).getByRole('button', { name: 'Type a path' }).click()
  await shown(page, instance).getByRole('combobox', { name: /^Path/ }).fill(path)
  await page.keyboard.press('Enter')
}

test('files go from one instance to another, by copy and paste and by dragging', async ({
  page,
  lab,
  workDir,
}) => {
  const [one, two] = [join(workDir, 'one'), join(workDir, 'two')]
  await mkdir(join(one, 'site'), { recursive: true })
  await mkdir(join(two, 'backup'), { recursive: true })
  await writeFile(join(one, 'site', 'index.html'), 'page')
  await writeFile(join(one, 'app.conf'), 'workers = 4\n')
  await bindFirstKey(page, lab, 'web-1')
  await goTo(page, 'Instances')
  await bindAndProve(page, lab, 'web-2')
  await goTo(page, 'Instances')
  await filesOf(page, 'web-1', one)
  await filesOf(page, 'web-2', two)
  const tab = (instance: string) => panel(page).getByRole('button', { name: `Files of ${instance}` })

  await test.step('what is copied by the keyboard is pasted where one goes then', async () => {
    await tab('web-1').click()
    await row(page, 'web-1', 'site').click()
    await page.keyboard.press('Control+C')
    await expect(shown(page, 'web-1').getByText(`Copied: site from ${one} on web-1.`)).toBeVisible()
    await tab('web-2').click()
    await look(page, 'files-copied')
    await page.keyboard.press('Control+V')
    await expect(transfer(page, `from web-1 to ${two} on web-2`)).toContainText('Copied')
    await expect(row(page, 'web-2', 'site')).toBeVisible()
    expect(await readFile(join(two, 'site', 'index.html'), 'utf8')).toBe('page')
    await shown(page, 'web-2').getByRole('button', { name: 'Forget' }).click()
  })

  await test.step('what is dragged over the other tab goes into a folder there', async () => {
    await tab('web-1').click()
    await row(page, 'web-1', 'app.conf').hover()
    await page.mouse.down()
    await tab('web-2').hover()
    await tab('web-2').hover() // Chromium tells of a drag with the second move
    const folder = row(page, 'web-2', 'backup')
    await folder.hover()
    await folder.hover()
    await expect(panel(page).getByText(`Drop to copy to ${two}/backup`)).toBeVisible()
    await look(page, 'files-drag-between')
    await page.mouse.up()
    await expect(transfer(page, `from web-1 to ${two}/backup on web-2`)).toContainText('Copied')
    expect(await readdir(join(two, 'backup'))).toEqual(['app.conf'])
    expect((await readdir(one)).sort()).toEqual(['app.conf', 'site'])
  })
})
