import { expect, type Page } from '@playwright/test'
import { goTo } from '../e2e/steps.js'
import { pictureDialog, press, topDialog } from './dialogs.js'
import { instancesAreRead, test } from './fake-page.js'
import { picture } from './pictures.js'

/* What came of a binding, of an account's bastion and menu; what a terminal asks about, and how it ends. */

for (const outcome of ['proven', 'not-proven', 'failed'])
  test(`binding one: ${outcome}`, async ({ open }) => {
    const page = await open(['--outcome', outcome])
    await instancesAreRead(page)
    await press(page, 'Bind a key to db-2')()
    await topDialog(page).getByRole('combobox', { name: 'Key pair' }).click()
    await page.getByRole('option', { name: /^bastion \(/ }).click()
    await press(topDialog(page), 'Stop and bind')()
    const said = { proven: 'succeeded', 'not-proven': 'refuses it', failed: 'could not reset' }[outcome]
    await pictureDialog(page, `bind-result-${outcome}`, async () => undefined, said)
  })

test('the bastion of an account, and what is under its More', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await goTo(page, 'Accounts')
  await page.getByRole('row', { name: /Frankfurt/ }).click()
  await pictureDialog(page, 'account-bastion', press(page, 'Choose bastion…'))
  await pictureMenu(page, 'account-more')
})

test('a terminal: log, two at once, the end', async ({ open }) => {
  const page = await open([])
  await instancesAreRead(page)
  await press(page, 'Connect to web-1')()
  await greeted(page, 1)
  const inMenu = (what: string | RegExp) => async () => {
    await page.locator('.xterm:visible').last().click({ button: 'right' })
    await page.getByRole('menuitem', { name: what }).click()
  }
  await pictureDialog(page, 'terminal-log', inMenu('Log to a file…'))
  const inTabsAndPanes = (what: string) => async () => {
    await press(page, 'Tabs and panes')()
    await page.getByRole('menuitem', { name: what }).click()
  }
  const dock = page.getByRole('region', { name: 'Terminals' })
  await press(page, 'Split right')()
  await greeted(page, 2)
  await pictureDialog(page, 'terminal-move', inTabsAndPanes('Move to another window…'), 'No other window')
  await pictureDialog(
    page,
    'terminal-broadcast-asked',
    inTabsAndPanes('Type in all panes of the tab'),
    'acts at once',
  )
  await inTabsAndPanes('Type in all panes of the tab')()
  await press(topDialog(page), 'Type in 2 terminals')()
  await expect(page.getByRole('button', { name: 'Type in one again' })).toBeVisible()
  await unblinking(page)
  await picture(page, 'terminal-broadcast', dock)
  await press(page, 'Type in one again')()
  await page.locator('.xterm-helper-textarea:visible').last().focus()
  await page.keyboard.type('lose\n')
  await expect(page.getByText('The connection was lost').first()).toBeVisible()
  await page.locator('.xterm-helper-textarea:visible').first().focus()
  await page.keyboard.type('exit\n')
  await expect(page.getByText('The shell has ended').first()).toBeVisible()
  await unblinking(page)
  await picture(page, 'terminal-ended', dock)
})

test('a demo is offered where there is no vault', async ({ open }) => {
  const page = await open(['--vault', 'none', '--demo', 'offered'])
  await expect(page.getByRole('button', { name: /demo cloud/ })).toBeVisible()
  await picture(page, 'first-run-demo')
})

async function pictureMenu(page: Page, name: string): Promise<void> {
  await press(page, 'More')()
  await expect(page.getByRole('menu')).toBeVisible()
  await picture(page, name)
}

const greeted = (page: Page, terminals: number) =>
  expect(page.locator('.xterm-rows').filter({ hasText: 'It echoes' })).toHaveCount(terminals)

/** A cursor that blinks is in one picture and not in the next. */
const unblinking = (page: Page) => page.getByRole('button', { name: 'Lock', exact: true }).focus()
