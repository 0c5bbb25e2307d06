import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { byPalette, countMouse, mouseUses, seeFocus, tabTo } from './keyboard.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import { lockedShown, PASSWORD, terminalText } from './steps.js'

test('from an empty profile to the output of whoami, files and a forward, by the keyboard alone', async ({
  page,
  lab,
  workDir,
  homeDir,
}) => {
  const web1 = lab.instance('web-1')
  const dialog = page.getByRole('dialog')
  const button = (name: string | RegExp) => dialog.getByRole('button', { name, exact: true })
  const press = async (name: string | RegExp) => {
    await tabTo(page, button(name))
    await page.keyboard.press('Enter')
  }
  await countMouse(page)

  await test.step('a vault', async () => {
    await expect(
      page.getByRole('heading', { name: 'Where should Latchkey keep your private keys?' }),
    ).toBeVisible()
    await look(page, 'first-run')
    const sealed = page.getByRole('radio', { name: /Sealed file/ })
    await tabTo(page, page.getByRole('radiogroup'))
    while (!(await sealed.isChecked())) await page.keyboard.press('ArrowDown')
    await seeFocus(page)
    await tabTo(page, page.getByLabel('Password of the sealed file'))
    await page.keyboard.type(PASSWORD)
    await tabTo(page, page.getByLabel('The same password again'))
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
  })

  await test.step('a key pair', async () => {
    await byPalette(page, 'create key', /^Create key pair/)
    await expect(dialog.getByLabel('Name')).toBeFocused()
    await seeFocus(page)
    await page.keyboard.type('deploy')
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await seeFocus(page)
    await look(page, 'keys')
  })

  await test.step('an account', async () => {
    await byPalette(page, 'add account', /^Add account/)
    await press('Fill in the lab account')
    await press('Save account')
    await expect(dialog).toBeHidden()
    await seeFocus(page)
    await look(page, 'accounts')
  })

  await test.step('the key on the account', async () => {
    await byPalette(page, 'deploy', /deploy/)
    await expect(page.getByRole('grid', { name: 'Key pairs' })).toBeVisible()
    await tabTo(page, page.getByRole('button', { name: 'Push to account…' }))
    await page.keyboard.press('Enter')
    await press('Push public key')
    await expect(dialog).toContainText(/pushed/i)
    await seeFocus(page)
    await press('Done')
    await expect(dialog).toBeHidden()
    await seeFocus(page)
  })

  await test.step('the key on an instance, and the way in', async () => {
    await byPalette(page, 'instances', /^Instances/)
    await page.keyboard.press('/')
    await expect(page.getByLabel('Filter instances')).toBeFocused()
    await page.keyboard.type('web-1')
    await page.keyboard.press('Escape')
    await page.keyboard.type('web-1')
    const row = page.getByRole('row', { name: /web-1 / })
    await expect(row).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await expect(row).toHaveAttribute('aria-selected', 'true')
    await seeFocus(page)
    await page.keyboard.press('Enter')
    await press(/^(Stop and bind|Bind)$/)
    const question = dialog.filter({ hasText: 'Is this the host key of' })
    await expect(question).toContainText(web1.hostKeyFingerprints[0] ?? 'none')
    await seeFocus(page)
    await tabTo(page, question.getByRole('button', { name: 'Trust and continue' }))
    await page.keyboard.press('Enter')
    await expect(question).toBeHidden()
    await expect(dialog).toContainText('deploy opens web-1 as', { timeout: 60_000 })
    await look(page, 'bound')
    await press('Connect')
  })

  await test.step('a terminal', async () => {
    await expect.poll(() => terminalText(page)).toMatch(/[$#]/)
    await seeFocus(page)
    await page.keyboard.type('echo "<$(whoami)>"\n')
    await expect.poll(() => terminalText(page)).toContain(`<${web1.user}>`)
    await look(page, 'terminal')
    await page.keyboard.press('Control+F6')
    await expect(page.getByRole('tab', { name: /web-1/ })).toBeFocused()
    await seeFocus(page)
  })
  await test.step('what a terminal prints is read out on request, and its lines are a text', async () => {
    const input = page.getByRole('textbox', { name: 'Terminal input' })
    await page.keyboard.press('Enter') // on its tab: back into it
    await expect(input).toBeFocused()
    await expect(input).toHaveAccessibleDescription(/^Alt\+Shift\+F1 has what is printed read out/)
    await page.keyboard.press('Alt+Shift+F1')
    await expect(
      page.getByRole('status').filter({ hasText: 'What terminals print is read out' }),
    ).toBeVisible()
    const terminal = page.getByRole('region', { name: /^Terminal of web-1/ })
    await page.keyboard.type('seq 100 103; seq 90000 3 90300 | tr "\\n" " "\n')
    await expect(terminal.getByRole('listitem').filter({ hasText: /^103\s*$/ })).toHaveCount(1)
    await expect(terminal.locator('.live-region')).toHaveAttribute('aria-live', 'assertive')
    await page.keyboard.type('seq 5000 5999 | tr "\\n" " "; echo; echo done-$((6*7))\n')
    const told = terminal.locator('[aria-live="polite"]')
    await expect(told).toHaveText(/^done-42\s+\S*[$#]/)
    await page.keyboard.press('Control+Shift+H')
    const lines = dialog.getByRole('textbox', { name: /^Lines of the terminal/ })
    await expect(lines).toBeFocused()
    await expect(lines).toHaveValue(/5998 5999\s*\ndone-42\n/)
    await seeFocus(page)
    await look(page, 'terminal-lines')
    await page.keyboard.press('Escape')
    await expect(input).toBeFocused()
    await page.keyboard.press('Alt+Shift+F1')
    await expect(terminal.getByRole('listitem')).toHaveCount(0)
  })

  await test.step('files up and down', async () => {
    await page.keyboard.press('Control+Shift+S')
    const files = page.getByRole('complementary', { name: 'Files', exact: true })
    // The home of the user may have nothing to show.
    await expect(files.getByLabel('Files', { exact: true })).toBeFocused()
    await seeFocus(page)
    const far = join(workDir, 'far')
    await mkdir(far)
    await tabTo(page, files.getByRole('button', { name: 'Type a path' }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expect(files.getByRole('combobox', { name: /^Path/ })).toBeFocused()
    await page.keyboard.type(far)
    await page.keyboard.press('Enter')
    await expect(files.getByText('This folder is empty.')).toBeVisible()
    await seeFocus(page)
    const note = join(workDir, 'note.txt')
    await writeFile(note, 'by hand')
    // Early: Chromium has to have heard of it before it would show one.
    page.on('filechooser', (chooser) => chooser.setFiles(note))
    await tabTo(page, files.getByRole('button', { name: 'Upload', exact: true }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: 'Files…' })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('menuitem', { name: 'Files…' })).toBeFocused()
    await seeFocus(page)
    await page.keyboard.press('Enter')
    const list = files.getByRole('region', { name: 'Transfers' })
    await expect(list.getByRole('listitem').filter({ hasText: 'Uploaded' })).toBeVisible()
    const table = files.getByRole('grid', { name: 'Files' })
    await tabTo(page, table)
    await page.keyboard.type('note')
    await expect(table.getByRole('row', { selected: true })).toContainText('note.txt')
    await tabTo(page, files.getByRole('button', { name: 'Download', exact: true }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expect(list.getByRole('listitem').filter({ hasText: 'Downloaded' })).toBeVisible()
    expect(await readFile(join(homeDir, 'note.txt'), 'utf8')).toBe('by hand')
    await page.keyboard.press('Control+F6')
    await seeFocus(page)
  })

  await test.step('a forward', async () => {
    await byPalette(page, 'forward a port', /^Forward a port/)
    await seeFocus(page)
    await tabTo(page, dialog.getByLabel('Port there'))
    await page.keyboard.type(String(web1.port))
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await seeFocus(page)
  })

  await test.step('a lock and back', async () => {
    await page.keyboard.press('Control+Shift+L')
    await lockedShown(page)
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
    await seeFocus(page)
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
    await seeFocus(page)
  })
  expect(await mouseUses(page)).toBe(0)
})
