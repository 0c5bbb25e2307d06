import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './latchkey.js'
import { look } from './look.js'
import { bindFirstKey, connectTo, enter, terminalText } from './steps.js'

const panel = (page: Page) => page.getByRole('complementary', { name: 'Files', exact: true })
const table = (page: Page) => panel(page).getByRole('grid', { name: 'Files' })
const row = (page: Page, name: string) =>
  table(page)
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })

/** By typing it, as somebody does who knows where. */
async function goToFolder(page: Page, path: string): Promise<void> {
  await panel(page).getByRole('button', { name: 'Type a path' }).click()
  await panel(page).getByRole('combobox', { name: /^Path/ }).fill(path)
  await page.keyboard.press('Enter')
  await page.mouse.move(5, 795) // off the button, whose words would cover something
}

async function menuOf(page: Page, name: string, item: RegExp): Promise<void> {
  await row(page, name).click({ button: 'right' })
  await page.getByRole('menu', { name: 'Files' }).getByRole('menuitem', { name: item }).click()
}

/** Drops what is on this computer's disk onto an element, as a file manager does. */
async function drop(page: Page, onto: Locator, files: string[]): Promise<void> {
  const box = await onto.boundingBox()
  if (box === null) throw new Error('There is nothing to drop onto.')
  const cdp = await page.context().newCDPSession(page)
  const at = { x: box.x + box.width / 3, y: box.y + box.height - 8 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', {
      type,
      ...at,
      data: { items: [], files, dragOperationsMask: 1 },
    })
  await cdp.detach()
}

test('the files of an instance beside its terminal', async ({ page, lab, workDir, homeDir }) => {
  const dir = join(workDir, 'site')
  await mkdir(join(dir, 'assets', 'old'), { recursive: true })
  await writeFile(join(dir, 'assets', 'logo.svg'), '<svg/>')
  await writeFile(join(dir, 'app-10.conf'), 'workers = 10\n', { mode: 0o644 })
  await writeFile(join(dir, 'app-9.conf'), 'port = 80\nname = "web"\n', { mode: 0o644 })
  await writeFile(join(dir, '.env'), 'A=1\n')
  await writeFile(join(dir, 'a\nb\u202Egnp.exe'), 'x'.repeat(1540))
  await writeFile(join(dir, '<img src=x onerror=alert(1)>'), '')
  await symlink('/nowhere', join(dir, 'broken'))
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  await page
    .getByRole('region', { name: 'Terminals' })
    .getByRole('button', { name: 'Files', exact: true })
    .click()

  await test.step('it opens at home, and goes where a path is typed', async () => {
    await expect(panel(page).getByRole('button', { name: 'Files of web-1' })).toBeVisible()
    await goToFolder(page, dir)
    await expect(row(page, 'app-9.conf')).toBeVisible()
    const names = await table(page).getByRole('row').locator('bdi').allInnerTexts()
    expect(names).toEqual([
      'assets',
      '<img src=x onerror=alert(1)>',
      'a\\nb\\u{202e}gnp.exe',
      'app-9.conf',
      'app-10.conf',
      'broken',
    ])
    await expect(row(page, 'a\\nb\\u{202e}gnp.exe')).toContainText('1.5 kB')
    await expect(panel(page).getByRole('status').last()).toHaveText('6 items, 1 not shown')
    await look(page, 'files')
  })

  await test.step('the keyboard alone goes through folders and finds names', async () => {
    await table(page).focus()
    await page.keyboard.type('ass')
    await page.keyboard.press('Enter')
    await expect(row(page, 'logo.svg')).toBeVisible()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await expect(panel(page).getByText('This folder is empty.')).toBeVisible()
    await page.keyboard.press('Backspace')
    await expect(row(page, 'old')).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Backspace')
    await expect(row(page, 'assets')).toHaveAttribute('aria-selected', 'true')
    await panel(page).getByRole('textbox', { name: 'Filter files' }).fill('CONF')
    await expect(table(page).getByRole('row')).toHaveCount(3)
    await panel(page).getByRole('textbox', { name: 'Filter files' }).press('Escape')
  })

  await test.step('a folder is made, a file renamed, permissions changed', async () => {
    await panel(page).getByRole('button', { name: 'New folder…' }).click()
    const make = page.getByRole('dialog', { name: /^New folder in/ })
    await make.getByLabel('Name of the folder').fill('assets')
    await make.getByRole('button', { name: 'Make folder' }).click()
    await expect(make.getByRole('alert')).toContainText('assets')
    await make.getByLabel('Name of the folder').fill('backup')
    await make.getByRole('button', { name: 'Make folder' }).click()
    await expect(row(page, 'backup')).toHaveAttribute('aria-selected', 'true')

    await row(page, 'app-10.conf').click()
    await page.keyboard.press('F2')
    const rename = page.getByRole('dialog', { name: 'Rename app-10.conf' })
    await rename.getByLabel('New name').fill('app-8.conf')
    await page.keyboard.press('Enter')
    await expect(row(page, 'app-8.conf')).toHaveAttribute('aria-selected', 'true')

    await menuOf(page, 'app-8.conf', /^Permissions/)
    const sheet = page.getByRole('dialog', { name: 'Permissions of app-8.conf' })
    await sheet.getByLabel('Group: write').check()
    await expect(sheet.getByLabel('Octal')).toHaveValue('664')
    await expect(sheet).toContainText('rw-r--r-- becomes rw-rw-r--.')
    await look(page, 'files-permissions')
    await sheet.getByRole('button', { name: 'Change permissions' }).click()
    await expect(sheet).toBeHidden()
    expect((await stat(join(dir, 'app-8.conf'))).mode & 0o7777).toBe(0o664)
  })

  await test.step('a text is edited, and not over what somebody else wrote meanwhile', async () => {
    const path = join(dir, 'app-9.conf')
    const pidFile = join(workDir, 'server')
    await enter(page, `echo $PPID > ${pidFile}`)
    await expect.poll(() => readFile(pidFile, 'utf8').catch(() => '')).toMatch(/^\d+\n$/)
    const server = Number(await readFile(pidFile, 'utf8'))
    await row(page, 'app-9.conf').dblclick()
    const editor = page.getByRole('dialog', { name: 'app-9.conf on web-1' })
    const text = editor.getByRole('textbox', { name: 'Text of the file' })
    await text.fill('port = 8080\nname = "web"\n')
    await page.keyboard.press('Control+S')
    await expect(editor.getByText(/^Saved/)).toBeVisible()
    expect(await readFile(path, 'utf8')).toBe('port = 8080\nname = "web"\n')
    process.kill(server, 'SIGSTOP')
    await text.fill('port = 8181\n')
    await page.keyboard.press('Control+S')
    await expect(editor.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('data-loading')
    await text.fill('port = 9090\n')
    process.kill(server, 'SIGCONT')
    await expect.poll(() => readFile(path, 'utf8')).toBe('port = 8181\n')
    await expect(editor.getByRole('button', { name: 'Save', exact: true })).toBeEnabled()
    await expect(editor.getByText(/^Not saved/), 'what was typed meanwhile').toBeVisible()
    await look(page, 'files-editor')
    await writeFile(path, 'somebody else was here\n')
    await editor.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(editor.getByRole('alert')).toBeVisible()
    expect(await readFile(path, 'utf8')).toBe('somebody else was here\n')
    await look(page, 'files-editor-conflict')
    await editor.getByRole('button', { name: 'Close', exact: true }).last().click()
    const question = page.getByRole('dialog', { name: 'Leave app-9.conf without saving?' })
    await question.getByRole('button', { name: 'Go on editing' }).click()
    await editor.getByRole('button', { name: 'Save mine in its place' }).click()
    await expect(editor.getByText(/^Saved/)).toBeVisible()
    expect(await readFile(path, 'utf8')).toBe('port = 9090\n')
    await editor.getByRole('button', { name: 'Close', exact: true }).last().click()
    await expect(editor).toBeHidden()
  })

  await test.step('files go up by button and come down, and what is there already is asked about', async () => {
    const field = panel(page).getByLabel('Files to upload')
    const big = Buffer.alloc(3_000_000, 'latchkey ')
    await field.setInputFiles([{ name: 'dump.bin', mimeType: 'application/octet-stream', buffer: big }])
    const list = panel(page).getByRole('region', { name: 'Transfers' })
    await expect(list.getByRole('listitem').filter({ hasText: 'Uploaded' })).toContainText('3.0 MB')
    await expect(row(page, 'dump.bin')).toBeVisible()
    expect((await readFile(join(dir, 'dump.bin'))).equals(big)).toBe(true)

    await field.setInputFiles([
      { name: 'dump.bin', mimeType: 'application/octet-stream', buffer: Buffer.from('new') },
    ])
    await expect(list.getByRole('alert')).toContainText('dump.bin is there already: 3.0 MB')
    await look(page, 'files-conflict')
    await list.getByRole('button', { name: 'Keep both' }).click()
    await expect(row(page, 'dump (2).bin')).toBeVisible()
    expect(await readFile(join(dir, 'dump (2).bin'), 'utf8')).toBe('new')

    await row(page, 'dump.bin').click()
    await panel(page).getByRole('button', { name: 'Download', exact: true }).click()
    await expect(list.getByRole('listitem').filter({ hasText: 'Downloaded' })).toContainText(homeDir)
    expect((await readFile(join(homeDir, 'dump.bin'))).equals(big)).toBe(true)
    await page.mouse.move(5, 795)
    await look(page, 'files-transfers')
    await list.getByRole('button', { name: 'Clear ended' }).click()
    await expect(list).toBeHidden()
  })

  await test.step('what is dropped goes up with its folders, and what it takes the place of keeps its permissions', async () => {
    const near = join(workDir, 'near')
    await mkdir(join(near, 'web', 'empty'), { recursive: true })
    await writeFile(join(near, 'web', 'index.html'), 'new')
    await writeFile(join(near, 'app-8.conf'), 'workers = 8\n')
    await drop(page, table(page), [join(near, 'web'), join(near, 'app-8.conf')])
    const list = panel(page).getByRole('region', { name: 'Transfers' })
    await expect(list.getByRole('alert')).toContainText('app-8.conf is there already')
    await list.getByRole('button', { name: 'Overwrite' }).click()
    await expect(list.getByRole('listitem').filter({ hasText: 'Uploaded' })).toContainText('2 files')
    expect(await readdir(join(dir, 'web'))).toEqual(['empty', 'index.html'])
    // 0600 is what a web server could not read.
    expect((await stat(join(dir, 'web', 'index.html'))).mode & 0o044).toBe(0o044 & ~process.umask())
    expect((await stat(join(dir, 'app-8.conf'))).mode & 0o777).toBe(0o664)
    await expect(row(page, 'web'), 'the folder is read again, and moves no more').toBeVisible()
    await drop(page, row(page, 'backup'), [join(near, 'web', 'index.html')])
    await expect.poll(() => readdir(join(dir, 'backup'))).toEqual(['index.html'])
    await list.getByRole('button', { name: 'Clear ended' }).click()
  })

  await test.step('downloads go where one says, which is asked with the folders of this computer', async () => {
    await mkdir(join(homeDir, 'Projects', 'site'), { recursive: true })
    await menuOf(page, 'web', /^Download to/)
    const sheet = page.getByRole('dialog', { name: 'Download web to' })
    await sheet.getByRole('button', { name: 'Home', exact: true }).click()
    await sheet.getByRole('list', { name: 'Folders in it' }).getByRole('button', { name: 'Projects' }).click()
    await sheet.getByRole('list', { name: 'Folders in it' }).getByRole('button', { name: 'site' }).click()
    await expect(sheet.getByRole('combobox', { name: 'Folder on this computer' })).toHaveValue(
      join(homeDir, 'Projects', 'site'),
    )
    await look(page, 'files-download-to')
    await sheet.getByRole('button', { name: 'Download here' }).click()
    const list = panel(page).getByRole('region', { name: 'Transfers' })
    await expect(list.getByRole('listitem').filter({ hasText: 'Downloaded' })).toBeVisible()
    expect(await readFile(join(homeDir, 'Projects', 'site', 'web', 'index.html'), 'utf8')).toBe('new')
    await list.getByRole('button', { name: 'Clear ended' }).click()
  })

  await test.step('the path of a file leads to the file, and Alt and the arrows through the folders', async () => {
    await goToFolder(page, `${dir}/web/index.html`)
    await expect(row(page, 'index.html')).toHaveAttribute('aria-selected', 'true')
    await table(page).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect(row(page, 'web')).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Alt+ArrowLeft')
    await expect(row(page, 'index.html')).toBeVisible()
    await page.keyboard.press('Alt+ArrowRight')
    await expect(row(page, 'app-8.conf')).toBeVisible()
  })

  await test.step('a path is completed by Tab, and what it may go on with is listed', async () => {
    await panel(page).getByRole('button', { name: 'Type a path' }).click()
    const field = panel(page).getByRole('combobox', { name: /^Path/ })
    await field.fill(`${dir}/as`)
    await expect(page.getByRole('option', { name: `${dir}/assets/` })).toBeVisible()
    await page.keyboard.press('Tab')
    await expect(field).toHaveValue(`${dir}/assets/`)
    await expect(page.getByRole('option', { name: `${dir}/assets/old/` })).toBeVisible()
    await look(page, 'files-completion')
    await page.keyboard.press('Enter')
    await expect(row(page, 'logo.svg')).toBeVisible()
    await goToFolder(page, dir)
  })

  await test.step('rows are dragged into folders and back by Undo, and Escape ends a drag', async () => {
    const folder = row(page, 'backup')
    const sign = panel(page).getByText(`Drop to move to ${dir}/backup`)
    const dragOver = async () => {
      await row(page, 'app-8.conf').hover()
      await page.mouse.down()
      await folder.hover()
      await folder.hover() // Chromium tells of a drag with the second move
      await expect(sign).toBeVisible()
    }
    await dragOver()
    await look(page, 'files-drag')
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await expect(sign).toBeHidden()
    expect(await readdir(dir)).toContain('app-8.conf')

    await dragOver()
    await page.mouse.up()
    await expect(panel(page).getByText(`app-8.conf moved to ${dir}/backup.`)).toBeVisible()
    await expect(row(page, 'app-8.conf')).toBeHidden()
    expect((await readdir(join(dir, 'backup'))).sort()).toEqual(['app-8.conf', 'index.html'])
    await panel(page).getByRole('button', { name: 'Undo' }).click()
    await expect(panel(page).getByText(`app-8.conf moved back to ${dir}.`)).toBeVisible()
    await expect(row(page, 'app-8.conf')).toBeVisible()
  })

  await test.step('and moved by the keyboard alone, over nothing that is there', async () => {
    await writeFile(join(dir, 'web', 'app-8.conf'), 'of somebody else')
    await row(page, 'app-8.conf').click()
    await row(page, 'app-9.conf').click({ modifiers: ['ControlOrMeta'] })
    await row(page, 'app-8.conf').click({ modifiers: ['ControlOrMeta'] })
    await page.keyboard.press('F6')
    const sheet = page.getByRole('dialog', { name: 'Move 2 files' })
    await sheet.getByRole('combobox', { name: 'To the folder' }).fill(`${dir}/we`)
    await expect(page.getByRole('option', { name: `${dir}/web/` })).toBeVisible()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(panel(page).getByText(`app-9.conf moved to ${dir}/web.`)).toBeVisible()
    await expect(panel(page).getByRole('alert')).toContainText('app-8.conf: There is already')
    await look(page, 'files-moved-partly')
    expect(await readFile(join(dir, 'web', 'app-8.conf'), 'utf8')).toBe('of somebody else')
    await panel(page).getByRole('button', { name: 'Undo' }).click()
    await expect(row(page, 'app-9.conf')).toBeVisible()
    await panel(page).getByRole('button', { name: 'Close', exact: true }).click()
  })

  await test.step('what is deleted is counted and named before', async () => {
    await table(page).focus()
    await row(page, 'assets').click({ modifiers: ['ControlOrMeta'] })
    await row(page, 'broken').click({ modifiers: ['ControlOrMeta'] })
    await page.keyboard.press('Delete')
    const sheet = page.getByRole('dialog', { name: 'Delete 1 folder and 1 file?' })
    await expect(sheet).toContainText('In all: 2 files, 6 B, in 2 folders.')
    await look(page, 'files-delete')
    await sheet.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(sheet).toBeHidden()
    await expect(row(page, 'assets')).toBeHidden()
    expect((await readdir(dir)).sort()).not.toContain('broken')
  })

  await test.step('a folder that is not there is said, and one comes back by the crumbs', async () => {
    await goToFolder(page, `${dir}/gone`)
    await expect(panel(page).getByRole('alert')).toBeVisible()
    await look(page, 'files-gone')
    await panel(page).getByRole('navigation', { name: 'Path' }).getByRole('button', { name: 'site' }).click()
    await expect(row(page, 'backup')).toBeVisible()
  })

  await test.step('twenty thousand files are sorted and walked through', async () => {
    await enter(
      page,
      `mkdir ${dir}/many && cd ${dir}/many && seq -f 'file-%g.txt' 20000 | xargs touch; echo made-$((20*3))`,
    )
    await expect.poll(() => terminalText(page), { timeout: 60_000 }).toMatch(/^made-60$/m)
    await goToFolder(page, `${dir}/many`)
    await expect(panel(page).getByRole('status').last()).toHaveText('20,000 items')
    await table(page).focus()
    await page.keyboard.press('End')
    await expect(row(page, 'file-20000.txt')).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.type('file-777.')
    await expect(row(page, 'file-777.txt')).toHaveAttribute('aria-selected', 'true')
    await expect(row(page, 'file-777.txt')).toBeInViewport({ ratio: 1 })
    await look(page, 'files-many')
  })

  await test.step('after a lost connection the folder is there again, and what was selected in it', async () => {
    await goToFolder(page, dir)
    await row(page, 'backup').click()
    await expect(row(page, 'backup')).toHaveAttribute('aria-selected', 'true')
    const pidFile = join(workDir, 'listener')
    // A server that takes connections and says nothing: Reconnect tells that it waits, and can be left.
    // Each of its connections: what copied files is still there for a while, and would be reconnected over.
    const all = `$(ps -o pid= --ppid $(cat ${pidFile}))`
    await enter(page, `ps -o ppid= -p $PPID > ${pidFile} && kill -STOP $(cat ${pidFile}); kill -9 ${all}`)
    await panel(page).getByRole('button', { name: 'Reconnect' }).click()
    await expect(panel(page).getByText(/^Reconnecting to web-1: /)).toBeVisible()
    await look(page, 'files-reconnecting')
    await panel(page).getByRole('button', { name: 'Cancel' }).click()
    await expect(panel(page).getByRole('alert')).toContainText('Not connected to web-1: you stopped that.')
    process.kill(Number(await readFile(pidFile, 'utf8')), 'SIGCONT')
    await writeFile(join(dir, 'since'), '')
    await panel(page).getByRole('button', { name: 'Reconnect' }).click()
    await expect(row(page, 'since')).toBeVisible()
    await expect(row(page, 'backup')).toHaveAttribute('aria-selected', 'true')
  })
})
