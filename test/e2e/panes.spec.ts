import { expect, type Locator, type Page } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { bindFirstKey, connectTo, makeSealedVault } from './steps.js'

webOnly('windows of the desktop app are not pages of one browser')

/** In the order in which they were opened; those of other tabs are hidden. */
const terminals = (page: Page) => page.locator('section[aria-label^="Terminal of web-1"]')

/** What one terminal shows, without the empty lines at its end. */
async function textOf(terminal: Locator): Promise<string> {
  const rows = await terminal.locator('.xterm-rows > div').allInnerTexts()
  return rows
    .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
    .join('\n')
    .trimEnd()
}

const shows = (terminal: Locator, text: string | RegExp) =>
  expect.poll(() => textOf(terminal), { timeout: 20_000 }).toMatch(text)

/** How far below the top of each pane's line the words stand that say who is connected, in px. */
function lineHeights(page: Page): Promise<number[]> {
  return page.getByTitle(/^Drag the pane/).evaluateAll((grips) =>
    grips.map((grip) => {
      const words = document
        .createTreeWalker(grip.nextElementSibling ?? grip, NodeFilter.SHOW_TEXT)
        .nextNode()
      const line = grip.parentElement?.getBoundingClientRect()
      return (words?.parentElement?.getBoundingClientRect().top ?? 0) - (line?.top ?? 0)
    }),
  )
}

/** How far what is on its screen stands above its place, in px. */
function raised(terminal: Locator): Promise<number> {
  return terminal.evaluate((place) => {
    const { paddingTop } = getComputedStyle(place)
    const top = place.querySelector('.xterm-screen')?.getBoundingClientRect().top ?? Number.NaN
    return place.getBoundingClientRect().top + Number.parseFloat(paddingTop) - top
  })
}

async function type(terminal: Locator, line: string): Promise<void> {
  await terminal.locator('.xterm-helper-textarea').focus()
  await terminal.page().keyboard.type(`${line}\n`)
}

test('terminals are split, rearranged, typed in together', async ({ page, lab }) => {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  await page.getByRole('button', { name: 'Fill the window' }).click()
  const [first, second, third] = [0, 1, 2].map((n) => terminals(page).nth(n)) as [Locator, Locator, Locator]
  await type(first, 'mine=first; echo "$mine is set"')
  await shows(first, /^first is set$/m)

  await test.step('split by key and by button, and each has a shell of its own', async () => {
    await page.keyboard.press('Control+Shift+E')
    await shows(second, /[$#]$/)
    await page.getByRole('button', { name: 'Split down' }).click()
    await shows(third, /[$#]$/)
    await type(second, 'mine=second')
    await type(third, 'mine=third; echo "$mine is set"')
    await shows(third, /^third is set$/m)
    await expect(page.getByRole('tab', { name: /web-1.*3 panes.*connected/ })).toHaveCount(1)
    await third.hover()
    await look(page, 'panes-split')
  })

  await test.step('the keyboard moves between panes, and one can fill the tab', async () => {
    await page.keyboard.press('Control+Shift+ArrowLeft')
    await page.keyboard.type('echo "here $mine"\n')
    await shows(first, /^here first$/m)
    await page.keyboard.press('Control+Shift+Enter')
    await expect(second).toBeHidden()
    await page.keyboard.press('Control+Shift+Enter')
    await expect(second).toBeVisible()
  })

  await test.step('what is typed goes to the chosen panes, until one click', async () => {
    await page.setViewportSize({ width: 700, height: 800 })
    const before = await lineHeights(page)
    await page.keyboard.press('Control+Shift+B')
    await expect(page.getByText('What you type goes to 3 terminals')).toBeVisible()
    expect(await lineHeights(page), 'who is connected stays in the middle of its line').toEqual(before)
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: 'Gets what you type' }).nth(1).click()
    await expect(page.getByText('What you type goes to 2 terminals')).toBeVisible()
    await type(first, 'echo "to $mine"')
    await shows(first, /^to first$/m)
    await shows(third, /^to third$/m)
    expect(await textOf(second)).not.toContain('to second')
    await look(page, 'panes-broadcast')
    await page.getByRole('button', { name: 'Type in one again' }).click()
    await page.keyboard.type('echo "only $mine"\n')
    await shows(first, /^only first$/m)
    expect(await textOf(third)).not.toContain('only')
  })

  await test.step('a pane is dragged to the bar, tabs are reordered, and one is dragged back onto an edge', async () => {
    const bar = page.getByRole('tablist', { name: 'Terminals' })
    const grip = page.getByTitle(/^Drag the pane/).nth(2)
    await grip.dragTo(bar, { targetPosition: { x: 600, y: 10 } })
    await expect(page.getByRole('tab')).toHaveCount(2)
    await shows(third, /^to third$/m)
    await page
      .getByRole('tab')
      .nth(1)
      .dragTo(page.getByRole('tab').nth(0), { targetPosition: { x: 5, y: 10 } })
    await expect(page.getByRole('tab').nth(1)).toHaveAccessibleName(/2 panes/)

    await page.getByRole('tab').nth(1).click()
    await page
      .getByRole('tab')
      .nth(0)
      .dragTo(first, { targetPosition: { x: 5, y: 200 } })
    await expect(page.getByRole('tab')).toHaveCount(1)
    const left = async (terminal: Locator) => (await terminal.boundingBox())?.x ?? Number.NaN
    expect(await left(third)).toBeLessThan(await left(first))
    await type(third, 'echo "still $mine"')
    await shows(third, /^still third$/m)
  })
  await test.step('a pane goes on in a window of its own, with all that was on its screen', async () => {
    await type(third, 'for n in $(seq 1 20000); do echo "row $n"; done; echo "done $mine"')
    await shows(third, /^row \d{3,}$/m)
    const opening = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Tabs and panes' }).click()
    await page.getByRole('menuitem', { name: 'Move to a new window' }).click()
    const other = await opening
    const moved = terminals(other)
    await shows(moved, /^row 19999\nrow 20000\ndone third$/m)
    await expect(terminals(page)).toHaveCount(2)
    await expect(other.getByRole('tab', { name: /web-1.*connected/ })).toHaveCount(1)
    await type(moved, 'echo "here $mine"')
    await shows(moved, /^here third$/m)
    await look(other, 'panes-moved')

    await other.getByRole('button', { name: 'Tabs and panes' }).click()
    await other.getByRole('menuitem', { name: 'Move to another window…' }).click()
    const windows = other.getByRole('dialog', { name: 'Move web-1 to another window' })
    await expect(windows.getByRole('button', { name: 'A new window' })).toBeVisible()
    const back = windows.getByRole('button', { name: 'The window with web-1' })
    await expect(back).toBeVisible()
    await look(other, 'panes-other-window')
    const closed = other.waitForEvent('close')
    await back.click()
    await closed
    await shows(third, /^here third$/m)
    await type(third, 'echo "back $mine"')
    await shows(third, /^back third$/m)
    await page.getByRole('tab').nth(0).click()
    await type(first, 'echo "untouched $mine"')
    await shows(first, /^untouched first$/m)
  })
})

test('a window whose terminal is lost on the way says so, and leads to the sessions', async ({ page }) => {
  await makeSealedVault(page)
  const open = async (address: string) => {
    const opening = page.waitForEvent('popup')
    await page.evaluate((address) => void window.open(address, '_blank', 'popup'), address)
    const opened = await opening
    // The page of its own, and not the empty one before it, which takes locks too.
    await expect(opened.getByRole('heading', { name: 'Instances' })).toBeVisible()
    return opened
  }
  // As a window does that gives a pane away: it holds the lock of the move, and is closed in its middle.
  const source = await open('/')
  await source.evaluate(() => {
    void navigator.locks.request('latchkey.move.lost', () => new Promise(() => undefined))
  })
  const target = await open('/#move=lost')
  const waiting = () =>
    source.evaluate(async () => (await navigator.locks.query()).pending?.map(({ name }) => name))
  await expect.poll(waiting).toContain('latchkey.move.lost')
  await source.close()
  const notice = target.getByRole('alert').filter({ hasText: 'The terminal did not come over.' })
  await expect(notice.getByRole('button', { name: 'Close this window' })).toBeVisible()
  await look(target, 'panes-lost')
  await notice.getByRole('button', { name: 'Show sessions' }).click()
  await expect(target.getByRole('heading', { name: 'Sessions' })).toBeVisible()
  await expect(notice).toBeHidden()
})

test('a host has a name and a colour of its own', async ({ page, lab }) => {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  const tab = page.getByRole('tab')
  const terminal = terminals(page).first()

  await test.step('chosen from its tab, said wherever the host is', async () => {
    await tab.click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Name and colour…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Name and colour of web-1' })
    await sheet.getByLabel('Name on its tabs').fill('Shop front')
    await sheet.getByRole('radio', { name: 'Production (red)' }).check()
    await look(page, 'nameplate-sheet')
    await sheet.getByRole('button', { name: 'Save' }).click()
    await expect(tab).toHaveAccessibleName(/^Shop front Production .*connected/)
    const row = page.getByRole('row', { name: /web-1/ })
    await expect(row).toContainText('Production')
    await page.getByLabel('Filter instances').fill('production')
    await expect(page.getByRole('row', { name: /Connect|Bind/ })).toHaveCount(1)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('shop')
    await expect(page.getByRole('option', { selected: true })).toContainText('web-1ProductionShop front')
    await page.keyboard.press('Escape')
  })

  await test.step('asked about before what is typed or pasted goes there', async () => {
    await terminal.locator('.xterm-helper-textarea').focus()
    await page.keyboard.press('Control+Shift+E')
    await shows(terminals(page).nth(1), /[$#]$/)
    await page.keyboard.press('Control+Shift+B')
    const question = page.getByRole('dialog', { name: 'Type in production too?' })
    await expect(question).toContainText('What you type goes to 2 terminals of Shop front (production).')
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('What you type goes to')).toBeHidden()
    await page.keyboard.press('Control+Shift+B')
    await question.getByRole('button', { name: 'Type in 2 terminals' }).click()
    await expect(page.getByText('What you type goes to 2 terminals')).toBeVisible()
    await look(page, 'nameplate-panes')
    await page.evaluate(() => navigator.clipboard.writeText('one\ntwo\n'))
    await page.keyboard.press('Control+Shift+V')
    const title = 'Paste 2 lines into 2 terminals of Shop front (production)?'
    await expect(
      page.getByRole('dialog', { name: title }).getByRole('button', { name: 'Cancel' }),
    ).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: title })).toBeHidden()
  })

  await test.step('reached in a small window too: all of its menu, its tab among others, and a session anew', async () => {
    const second = terminals(page).nth(1)
    await page.getByRole('button', { name: 'Type in one again' }).click()
    await page.getByRole('button', { name: 'Fill the window' }).click()
    await page.setViewportSize({ width: 700, height: 640 })
    await type(second, 'clear; echo "https://docs.example/a"; echo "https://docs.example/b"; echo "sh""own"')
    await shows(second, /^shown$/m)
    await second.click({ button: 'right', position: { x: 100, y: 300 } })
    const menu = page.getByRole('menu', { name: 'Terminal' })
    await expect(menu).toBeInViewport({ ratio: 1 })
    await expect(menu.getByRole('menuitem', { name: /^Open link to/ })).toHaveText([
      'Open link to docs.example/b…',
      'Open link to docs.example/a…',
    ])
    await menu.getByRole('menuitem', { name: 'Make pane a tab' }).click()
    await expect(tab).toHaveCount(2)
    await expect(tab.nth(1)).toBeInViewport({ ratio: 0.95 })
    await page.keyboard.press('Control+Shift+Tab')
    await expect(tab.nth(0)).toBeInViewport({ ratio: 0.95 })
    await page.keyboard.press('Control+Tab')
    await expect(tab.nth(1)).toBeInViewport({ ratio: 0.95 })

    const all = page.getByRole('button', { name: 'All 2 tabs' })
    await all.click()
    await expect(page.getByRole('menuitem', { name: /^Shop front Production root@/ })).toHaveCount(2)
    await page
      .getByRole('menuitem', { name: /^Shop front/ })
      .first()
      .click()
    await expect(tab.nth(0)).toBeInViewport({ ratio: 0.95 })
    await expect(terminals(page).nth(0).locator('.xterm-helper-textarea')).toBeFocused()
    await tab.nth(0).hover()
    await page.mouse.wheel(0, 2_000)
    await expect(tab.nth(1)).toBeInViewport({ ratio: 0.95 })
    await tab.nth(1).click()

    await type(second, 'exit')
    await expect(page.getByText('The shell has ended with exit status 0.')).toBeVisible()
    await page.keyboard.press('Control+Shift+K')
    await page.keyboard.type('reconn')
    await expect(page.getByRole('option', { selected: true })).toContainText('Reconnect')
    await page.keyboard.press('Enter')
    await expect(page.getByText('The shell has ended')).toBeHidden()
    await shows(second, /[$#]$/)
    await page.keyboard.type('echo "anew $((20+21))"\n')
    await shows(second, /^anew 41$/m)

    await page.keyboard.type('seq 60; echo "low $((20+22))"\n')
    await shows(second, /^low 42$/m)
    await page.setViewportSize({ width: 700, height: 400 })
    await page.keyboard.press('Control+Shift+K')
    await expect(page.getByRole('combobox', { name: /^Find an instance/ })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(second.locator('.xterm-helper-textarea')).toBeFocused()
    expect(await raised(second), 'the keyboard comes back without pushing the screen out of its place').toBe(
      0,
    )

    await tab.nth(1).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Close other tabs' }).click()
    const question = page.getByRole('dialog', { name: 'End the session on Shop front (production)?' })
    await question.getByRole('button', { name: 'End session' }).click()
    await expect(tab).toHaveCount(1)
    await expect(all).toBeHidden()
    await shows(terminals(page).first(), /^low 42$/m)
  })
})
