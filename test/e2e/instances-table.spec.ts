import { expect, type Page } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { addLabAccount, goTo, makeSealedVault } from './steps.js'

webOnly('a second page is a second browser tab')

test('by the keyboard alone instances are found, grouped and selected, and a view is there on another page', async ({
  page,
  lab,
  host,
}) => {
  await makeSealedVault(page)
  await addLabAccount(page, lab)
  await goTo(page, 'Instances')
  await expect(row(page, 'legacy-1')).toBeVisible()

  // A filter that is built from what is suggested.
  await table(page).focus()
  await page.keyboard.press('/')
  await expect(filter(page)).toBeFocused()
  await page.keyboard.type('sta')
  await expect(page.getByRole('option', { name: /^state:/ })).toBeVisible()
  expect(await filter(page).evaluate(afterTab), 'before the next key').toEqual(['state:', 6])
  await expect(page.getByRole('option', { name: /^state:stopped/ })).toContainText('1 instance')
  await page.keyboard.type('sto')
  await page.keyboard.press('Tab')
  await expect(filter(page)).toHaveValue('state:stopped ')
  await expect(rows(page)).toHaveCount(1)
  await expect(row(page, 'cache-1')).toBeVisible()
  await filter(page).fill('-state:stopped size:2')
  await expect(page.getByText('There is no field size')).toBeVisible()
  await filter(page).fill('-state:stopped')
  await expect(rows(page)).toHaveCount(5)

  // Groups, and all of a group.
  await page.getByRole('button', { name: 'View', exact: true }).click()
  await page.getByRole('combobox', { name: 'Group by' }).click()
  await page.getByRole('option', { name: 'Region or zone' }).click()
  await page.getByRole('checkbox', { name: 'Tags' }).click()
  await expect(page.getByRole('checkbox', { name: 'Tags' })).toBeChecked()
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Up')
  await page.getByRole('button', { name: 'Save view' }).click()
  await expect(page.getByRole('button', { name: 'View: Up', exact: true })).toBeVisible()
  await look(page, 'instances-view')
  const viewMenu = page.getByRole('dialog', { name: 'View: Up' })
  await expect(viewMenu).toBeVisible()
  await page.getByRole('button', { name: 'Delete the view Up' }).click()
  await expect(page.getByText('The view Up is deleted.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'View', exact: true })).toBeVisible()
  await look(page, 'instances-view-undo')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('The view Up is deleted.')).toBeHidden()
  await expect(viewMenu).toBeVisible()
  await table(page).focus()
  await expect(viewMenu, 'the keyboard went elsewhere').toBeHidden()
  await expect(table(page), 'and stays there').toBeFocused()
  await expect(group(page, 'Frankfurt 1')).toContainText('3')
  await expect(group(page, 'Mumbai 2')).toContainText('2')
  const ofGroup = page.getByRole('checkbox', { name: 'Select all of Frankfurt 1' })
  await ofGroup.click()
  await expect(page.getByText('3 instances are selected.')).toBeVisible()
  await expect(ofGroup).toBeChecked()
  await row(page, 'web-1').getByRole('checkbox').click()
  await expect(ofGroup).toHaveJSProperty('indeterminate', true)
  await ofGroup.click()
  await ofGroup.click()
  await expect(page.getByText('instances are selected')).toBeHidden()
  await table(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await expect(group(page, 'Frankfurt 1')).toHaveAttribute('aria-expanded', 'false')
  await expect(row(page, 'web-1')).toBeHidden()
  await page.keyboard.press('Space')
  await expect(page.getByText('3 instances are selected.')).toBeVisible()
  await page.keyboard.press('Control+a')
  await expect(page.getByText('5 instances are selected. These are all that the filter shows.')).toBeVisible()
  await look(page, 'instances-grouped')
  await page.keyboard.press('Escape')
  await expect(page.getByText('instances are selected')).toBeHidden()

  // The menu of a row; typing goes to the filter.
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem', { name: 'Bind…', exact: true })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(table(page)).toBeFocused()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help.getByText('Select all that the filter shows')).toBeVisible()
  await look(page, 'shortcuts')
  await page.keyboard.press('Escape')
  await expect(table(page)).toBeFocused()
  await page.keyboard.type('w')
  await expect(filter(page)).toBeFocused()
  await page.keyboard.type('?')
  await expect(filter(page)).toHaveValue('-state:stoppedw?')
  await expect(help).toBeHidden()

  // What was kept is there on another page.
  const other = await page.context().newPage()
  await other.goto(await host.newUrl())
  await goTo(other, 'Instances')
  await expect(group(other, 'Mumbai 2')).toContainText('3')
  await expect(row(other, 'web-1')).toContainText('ssh-user=')
  await other.getByRole('button', { name: 'View', exact: true }).click()
  await other.getByRole('button', { name: /^Up/ }).click()
  await expect(group(other, 'Mumbai 2')).toContainText('2')
  await expect(filter(other)).toHaveValue('-state:stopped')
})

const table = (page: Page) => page.locator('[data-grid][aria-label="Instances"]')
const rows = (page: Page) => table(page).locator('[role="row"][data-index]')
const row = (page: Page, name: string) => rows(page).filter({ hasText: name })
const group = (page: Page, name: string) =>
  table(page).locator('[role="row"][aria-expanded]', { hasText: name })
const filter = (page: Page) => page.getByRole('textbox', { name: 'Filter instances' })

function afterTab(input: HTMLElement): [string, number | null] {
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true }))
  const { value, selectionStart } = input as HTMLInputElement
  return [value, selectionStart]
}
