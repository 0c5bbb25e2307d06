import { expect } from '@playwright/test'
import { closeDialogs, expectDanger, pictureDialog, press, topDialog } from './dialogs.js'
import { instancesAreRead, test } from './fake-page.js'
import { picture } from './pictures.js'

test('files', async ({ open }) => {
  const page = await open(['--transfers'])
  await instancesAreRead(page)
  await page.getByRole('row', { name: /web-1 / }).click()
  await press(page, 'Browse files')()
  const row = page.getByRole('row', { name: /notes\.txt/ })
  await expect(row).toBeVisible()
  await picture(page, 'files')
  const act = (what: string) => async () => {
    await row.click({ button: 'right' })
    await page.getByRole('menuitem', { name: what }).click()
  }
  await pictureDialog(page, 'file-rename', act('Rename…'))
  await pictureDialog(page, 'file-permissions', act('Permissions…'))
  await pictureDialog(page, 'file-properties', act('Properties'), 'user 1000')
  await test.step('what a dialog could not copy is shown over it, and Escape closes that alone', async () => {
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
    await act('Properties')()
    await press(topDialog(page), 'Copy path')()
    await expect(topDialog(page)).toHaveAccessibleName('Nothing was copied')
    await expect(topDialog(page).getByRole('textbox')).toHaveValue(/\/notes\.txt$/)
    await page.keyboard.press('Escape')
    await expect(topDialog(page)).toContainText('user 1000')
    await closeDialogs(page)
  })
  await row.click({ button: 'right' })
  await expectDanger(page, ['Delete…'])
  await page.keyboard.press('Escape')
  await pictureDialog(page, 'file-move', act('Move to…'))
  await pictureDialog(page, 'file-remove', act('Delete…'))
  await act('Edit…')()
  await expect(topDialog(page).getByLabel('Text of the file')).toBeFocused()
  await picture(page, 'file-text', topDialog(page))
})

test('a terminal: paste, snippets, log, end', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await press(page, 'Connect to web-1')()
  await expect(page.locator('.xterm-rows')).toContainText('It echoes')
  const key = (name: string) => () => page.locator('.xterm-helper-textarea:visible').press(name)
  await pictureDialog(page, 'terminal-paste', () =>
    page.locator('.xterm-helper-textarea').evaluate((field) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', 'sudo systemctl stop nginx\nrm -rf /var/cache/nginx/*\n')
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }),
  )
  await pictureDialog(page, 'terminal-snippets', key('Control+Shift+P'))
  await pictureDialog(page, 'terminal-lines', key('Control+Shift+H'), 'web-1')
  await key('Control+Shift+P')()
  await press(topDialog(page), 'New snippet')()
  await press(topDialog(page), 'Save')()
  await expect(topDialog(page).getByLabel('Name')).toBeFocused()
  await picture(page, 'snippet-new', topDialog(page))
})
