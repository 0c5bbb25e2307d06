import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
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

interface DragData {
  items: { mimeType: string; data: string }[]
  dragOperationsMask: number
}

/** Drags a row of one page into another page, as the browser does: what the first has taken up, the second is given. */
async function dragAcross(from: Page, what: Locator, to: Page, onto: Locator, mayDrop: () => Promise<void>) {
  const middle = async (of: Locator) => {
    const box = await of.boundingBox()
    if (box === null) throw new Error('It is not shown.')
    return { x: box.x + box.width / 3, y: box.y + box.height / 2 }
  }
  const taking = await from.context().newCDPSession(from)
  const giving = await to.context().newCDPSession(to)
  const taken = new Promise<DragData>((resolve) =>
    taking.once('Input.dragIntercepted', ({ data }) => resolve(data)),
  )
  const at = await middle(what)
  await taking.send('Input.setInterceptDrags', { enabled: true })
  const mouse = { button: 'left' as const, buttons: 1, clickCount: 1 }
  await taking.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at, ...mouse })
  for (const by of [5, 10, 20])
    await taking.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: at.x + by, y: at.y, ...mouse })
  const over = { ...(await middle(onto)), data: await taken }
  await giving.send('Input.dispatchDragEvent', { type: 'dragEnter', ...over })
  await expect(async () => {
    await giving.send('Input.dispatchDragEvent', { type: 'dragOver', ...over })
    await mayDrop()
  }).toPass()
  await giving.send('Input.dispatchDragEvent', { type: 'drop', ...over })
  // Who took it up is told of the end: else the browser lets nothing more be dragged there.
  await taking.send('Input.dispatchDragEvent', { type: 'dragCancel', ...at, data: over.data })
  await Promise.all([taking.detach(), giving.detach()])
}

test('files go from one instance to another, by copy and paste and by dragging', async ({
  page,
  host,
  lab,
  workDir,
}, info) => {
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
  await test.step('a page that is left asks about a text that is not saved', async () => {
    if (info.project.name === 'desktop') return // its windows ask in another way
    await tab('web-1').click()
    await row(page, 'web-1', 'app.conf').dblclick()
    const editor = page.getByRole('dialog', { name: 'app.conf on web-1' })
    await editor.getByRole('textbox', { name: 'Text of the file' }).fill('workers = 5\n')
    const asked = page.waitForEvent('dialog')
    await page.close({ runBeforeUnload: true })
    const question = await asked
    expect(question.type()).toBe('beforeunload')
    await question.dismiss()
    await editor.getByRole('button', { name: 'Close', exact: true }).last().click()
    await page.getByRole('button', { name: 'Leave without saving' }).click()
    await expect(editor).toBeHidden()
  })
  await test.step('what is dragged into another window goes there, and both show what became of it', async () => {
    if (info.project.name === 'desktop') return // its windows are pages of the same kind
    await mkdir(join(one, 'site', 'old'))
    await writeFile(join(one, 'site', 'app.conf'), 'another of the name\n')
    await tab('web-1').click()
    await row(page, 'web-1', 'app.conf').click()
    await page.keyboard.press('Control+C')
    const other = await page.context().newPage()
    await other.goto(await host.newUrl())
    await goTo(other, 'Instances')
    await filesOf(other, 'web-2', two)
    await expect(row(other, 'web-2', 'backup')).toBeVisible()
    await expect(shown(other, 'web-2').getByText(`Copied: app.conf from ${one} on web-1.`)).toBeVisible()
    const signOf = (text: string) => () => expect(panel(other).getByText(text)).toBeVisible({ timeout: 300 })
    await dragAcross(
      ...([page, row(page, 'web-1', 'app.conf'), other, row(other, 'web-2', 'site')] as const),
      signOf(`Drop to copy to ${two}/site`),
    )
    await expect(transfer(page, `from web-1 to ${two}/site on web-2`)).toContainText('Copied')
    expect(await readFile(join(two, 'site', 'app.conf'), 'utf8')).toBe('workers = 4\n')

    await filesOf(other, 'web-1', join(one, 'site'))
    await expect(row(other, 'web-1', 'old')).toBeVisible()
    await dragAcross(
      ...([page, row(page, 'web-1', 'app.conf'), other, row(other, 'web-1', 'old')] as const),
      signOf(`Drop to move to ${one}/site/old`),
    )
    const moved = () => readFile(join(one, 'site', 'old', 'app.conf'), 'utf8').catch(() => 'not there')
    await expect.poll(moved).toBe('workers = 4\n')
    await expect(row(page, 'web-1', 'app.conf'), 'the window that it came from shows it too').toHaveCount(0)
    expect(await readFile(join(one, 'site', 'app.conf'), 'utf8')).toBe('another of the name\n')
  })
})
