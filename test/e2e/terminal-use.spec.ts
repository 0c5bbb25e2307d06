import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './latchkey.js'
import { look } from './look.js'
import { bindFirstKey, connectTo, enter, goTo, promptShown, terminalText } from './steps.js'

const shows = (page: Page, text: string | RegExp) =>
  expect.poll(() => terminalText(page), { timeout: 15_000 }).toMatch(text)

const focusTerminal = (page: Page) => page.locator('.xterm-helper-textarea:visible').focus()

/** The middle of a text that stands in the terminal. */
async function placeOf(page: Page, text: string): Promise<{ x: number; y: number }> {
  const row = page.locator('.xterm-rows:visible > div').filter({ hasText: text }).last()
  const box = await row.boundingBox()
  const at = (await row.innerText()).replaceAll('\u00a0', ' ').indexOf(text)
  const width = await row.evaluate((element) => element.closest('.xterm-screen')?.clientWidth ?? 0)
  const cell = width / Number((await terminalText(page)).match(/cols=(\d+)/)?.[1])
  if (box === null) throw new Error(`${text} is not shown`)
  return { x: box.x + (at + text.length / 2) * cell, y: box.y + box.height / 2 }
}

test('what people do in a terminal besides typing', async ({ page, lab, profileDir }) => {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  await page.getByRole('button', { name: 'Fill the window' }).click()

  await test.step('search everything that was written, and give the keyboard back', async () => {
    await enter(page, 'seq -f "line %g of the log" 1 12000; echo done')
    await shows(page, /^done$/m)
    await focusTerminal(page)
    await page.keyboard.press('Control+Shift+F')
    const find = page.getByRole('textbox', { name: 'Find in this terminal' })
    await expect(find).toBeFocused()
    await find.fill('line 5')
    const count = page.locator('search output')
    // Of the 12,000 lines 10,000 are kept: of those with a 5 in front, 5, 50 to 59, 500 to 599 are gone.
    await expect(count).toHaveText('1,000 of 1,000')
    await find.press('Enter')
    await expect(count).toHaveText('999 of 1,000')
    await shows(page, /^line 5998 of the log$/m)
    await page.getByRole('button', { name: 'Regular expression' }).click()
    await find.fill('^line (\\d)\\1\\1\\1 ')
    await expect(count).toHaveText(/^\d of 8$/)
    await page.mouse.move(5, 795)
    await look(page, 'terminal-search')

    await find.fill('(x+x+)+y')
    await page.getByRole('button', { name: 'Close the search' }).click()
    await enter(page, `printf 'x%.0s' $(seq 60); echo`)
    await page.keyboard.press('Control+Shift+F')
    await find.fill('(x+x+)+z')
    await expect(count).toHaveText('This expression took too long, and was stopped.', { timeout: 15_000 })
    await find.fill('(')
    await expect(count).toHaveText('This is not a complete regular expression.')
    await find.press('Escape')
    await expect(find).toBeHidden()
    await page.keyboard.type('echo "typed $((20+3))"\n')
    await shows(page, /^typed 23$/m)
  })

  await test.step('links say where they lead, and are never opened unasked', async () => {
    await enter(page, `clear; echo "cols=$COLUMNS see https://docs.example/manual."`)
    await enter(
      page,
      `printf '\\e]8;;https://github.com@evil.example/x\\e\\\\github.com/login\\e]8;;\\e\\\\\\n'`,
    )
    await enter(page, `printf '\\e]8;;javascript:alert(1)\\e\\\\press-here\\e]8;;\\e\\\\\\n'`)
    await shows(page, /^press-here$/m)
    const opened: string[] = []
    page.context().on('page', (other) => opened.push(other.url()))
    await page.context().route('https://docs.example/**', (route) => route.fulfill({ body: 'ok' }))

    const plain = await placeOf(page, 'https://docs.example/manual')
    await page.mouse.move(plain.x, plain.y)
    await expect(page.getByRole('tooltip')).toContainText('https://docs.example/manual')
    await page.mouse.click(plain.x, plain.y)
    await expect(page.getByRole('dialog')).toBeHidden()
    await page.keyboard.down('Control')
    await page.mouse.click(plain.x, plain.y)
    await page.keyboard.up('Control')
    const question = page.getByRole('dialog', { name: 'Open docs.example in the browser?' })
    await expect(question).toBeVisible()
    expect(opened).toEqual([])
    const popup = page.waitForEvent('popup')
    await question.getByRole('button', { name: 'Open', exact: true }).click()
    const other = await popup
    expect(await other.evaluate(() => window.opener)).toBeNull()
    await other.close()

    const liar = await placeOf(page, 'github.com/login')
    await page.mouse.move(liar.x, liar.y)
    await page.keyboard.down('Control')
    await page.mouse.click(liar.x, liar.y)
    await page.keyboard.up('Control')
    const warning = page.getByRole('dialog', { name: 'Open evil.example in the browser?' })
    await expect(warning).toContainText('github.com before the @ is no host')
    await expect(warning).toContainText('reads github.com/login, but it leads to evil.example')
    await look(page, 'terminal-link')
    await warning.getByRole('button', { name: 'Cancel' }).click()

    const script = await placeOf(page, 'press-here')
    await page.mouse.move(script.x, script.y)
    await expect(page.getByRole('tooltip')).toBeHidden()
  })

  await test.step('a program reaches the clipboard only where that is allowed, and never reads it', async () => {
    await page.evaluate(() => navigator.clipboard.writeText('mine'))
    const wish = `printf '\\e]52;c;%s\\a' $(printf stolen | base64)`
    const ask = `printf '\\e]52;c;?\\a'; IFS= read -rsn1 -t 1 a || echo "no answer"`
    await enter(page, `clear; ${wish}; ${ask}`)
    await shows(page, /^no answer$/m)
    await expect(page.getByText('The settings for terminals do not allow it.')).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine')
    await page.getByRole('button', { name: 'Dismiss' }).click()
  })

  await test.step('the menu, by mouse and by keyboard', async () => {
    await enter(page, `clear; echo "cols=$COLUMNS copy-me"`)
    await shows(page, /^cols=\d+ copy-me/m) // not the line that was typed, which goes with the rest
    const word = await placeOf(page, 'copy-me')
    await page.mouse.dblclick(word.x, word.y)
    await page.mouse.click(word.x, word.y, { button: 'right' })
    const menu = page.getByRole('menu', { name: 'Terminal' })
    await expect(menu).toBeVisible()
    await look(page, 'terminal-menu')
    await menu.getByRole('menuitem', { name: /^Copy/ }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('copy')
    await page.evaluate(() => navigator.clipboard.writeText('echo "pasted $((20+5))"'))
    await focusTerminal(page)
    await page.keyboard.press('Shift+F10')
    await menu.getByRole('menuitem', { name: /^Paste/ }).click()
    await shows(page, /echo "pasted/)
    await page.keyboard.press('Enter')
    await shows(page, /^pasted 25$/m)
    await expect(page.locator('.xterm-helper-textarea:visible')).toBeFocused()
  })

  await test.step('snippets are made, asked for what they lack, and typed without Enter', async () => {
    await focusTerminal(page)
    await page.keyboard.press('Control+Shift+P')
    const picker = page.getByRole('dialog', { name: 'Snippets' })
    await picker.getByRole('button', { name: 'New snippet' }).click()
    const sheet = page.getByRole('dialog', { name: 'New snippet' })
    await sheet.getByLabel('Name').fill('Say it')
    await sheet.getByLabel('Text').fill('echo "{{what=hello}} $((20+6))"')
    await sheet.getByRole('button', { name: 'Save' }).click()
    await expect(picker.getByRole('option', { name: /Say it/ })).toBeVisible()
    await page.mouse.move(5, 795)
    await look(page, 'terminal-snippets')
    await picker.getByRole('combobox').press('Enter')
    const use = page.getByRole('dialog', { name: 'Say it into web-1' })
    await expect(use.getByLabel('what')).toHaveValue('hello')
    await use.getByLabel('what').fill('good day')
    await look(page, 'terminal-snippet')
    await use.getByRole('button', { name: 'Insert' }).click()
    await shows(page, /echo "good day \$\(\(20\+6\)\)"$/m)
    expect(await terminalText(page)).not.toContain('good day 26')
    await expect(page.locator('.xterm-helper-textarea:visible')).toBeFocused()
    await page.keyboard.press('Enter')
    await shows(page, /^good day 26$/m)
  })

  await test.step('a log is written where the terminal says so, and only while it does', async () => {
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: 'Log to a file…' }).click()
    const sheet = page.getByRole('dialog', { name: 'Log this session to a file' })
    await look(page, 'terminal-log-sheet')
    await sheet.getByRole('button', { name: 'Start the log' }).click()
    const mark = page.getByRole('status').filter({ hasText: 'Logging to' })
    await expect(mark).toContainText(`${profileDir}/session-logs/web-1`)
    await look(page, 'terminal-log')
    await enter(page, 'echo "logged $((20+7))"')
    await shows(page, /^logged 27$/m)
    await page.getByRole('button', { name: 'Stop the log' }).click()
    await expect(mark).toBeHidden()
    const folder = join(profileDir, 'session-logs')
    const [name = ''] = await readdir(folder)
    expect(await readFile(join(folder, name), 'utf8')).toMatch(/echo "logged .*\nlogged 27\n/)
  })
})

/** As the user does: on the clipboard, and then the key. */
async function pasteByKey(page: Page, text: string): Promise<void> {
  await page.evaluate((clipboard) => navigator.clipboard.writeText(clipboard), text)
  await focusTerminal(page)
  await page.keyboard.press('Control+Shift+V')
}

const keyboardInTerminal = (page: Page) =>
  expect(page.locator('.xterm-helper-textarea:visible').last()).toBeFocused()

test('the palette, large pastes, what the settings allow, and several panes', async ({ page, lab }) => {
  await bindFirstKey(page, lab, 'web-1')
  const palette = page.getByRole('combobox', { name: /^Find an instance/ })

  await test.step('three letters and Enter connect, and the terminal has the keyboard', async () => {
    await page.keyboard.press('Control+K')
    await expect(palette).toBeFocused()
    await palette.fill('zzzq')
    await expect(page.getByText('Nothing matches.')).toBeVisible()
    await palette.fill('web')
    await expect(page.getByRole('option', { name: /web-1/ })).toHaveAttribute('aria-selected', 'true')
    await look(page, 'palette-found')
    await palette.press('Enter')
    await promptShown(page)
    await keyboardInTerminal(page)
    await page.getByRole('button', { name: 'Fill the window' }).click()
  })

  await test.step('in a terminal Ctrl+K is the shell’s, and Ctrl+Shift+K finds what can be done there', async () => {
    await focusTerminal(page)
    await page.keyboard.type('echo "kept $((20+8))" lost')
    for (let letters = 0; letters < 5; letters++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Control+K')
    await page.keyboard.press('Enter')
    await shows(page, /^kept 28$/m)
    await page.keyboard.press('Control+Shift+K')
    await expect(palette).toBeFocused()
    await palette.press('Escape')
    await keyboardInTerminal(page)
    await page.keyboard.press('Control+Shift+K')
    await palette.fill('search')
    await palette.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Find in this terminal' })).toBeFocused()
    await page.keyboard.press('Escape')
    await keyboardInTerminal(page)
  })

  await test.step('the name of an instance that is open leads to it, and one row below to another session', async () => {
    await page.keyboard.press('Control+Shift+K')
    await palette.fill('web-1')
    await expect(page.getByRole('option', { selected: true })).toContainText('Switch to')
    await palette.press('ArrowDown')
    await expect(page.getByRole('option', { selected: true })).toContainText('Connect once more')
    await palette.press('ArrowUp')
    await palette.press('Enter')
    await keyboardInTerminal(page)
    await expect(page.getByRole('tab', { name: /web-1/ })).toHaveCount(1)
  })

  await test.step('5 MB arrive whole, and the second time they are cancelled', async () => {
    const large = `${'x'.repeat(99)}\n`.repeat(50_000)
    await enter(page, 'stty -echo -icanon min 1; echo "re""ady"; head -c 5000000 | sha256sum; stty sane')
    await shows(page, /^ready$/m)
    await pasteByKey(page, large)
    const question = page.getByRole('dialog', { name: 'Paste 50,000 lines into web-1?' })
    await expect(question).toContainText('It has 5 million characters.')
    await expect(question).toContainText('… and 49,800 more lines')
    await page.keyboard.press('Enter')
    const progress = page.getByText(/^Pasting: \d+ % of 5\.0 MB$/)
    await expect(progress).toBeVisible()
    await shows(page, new RegExp(`^${createHash('sha256').update(large).digest('hex')}  -$`, 'm'))
    await expect(progress).toBeHidden()
    await enter(page, 'clear; stty -echo -icanon min 1; echo "re""ady"; cat > /dev/null')
    await shows(page, /^ready$/m)
    await pasteByKey(page, 'x'.repeat(20_000_000))
    await page.getByRole('button', { name: 'Paste 1 line' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText(/^Pasting: /)).toBeHidden()
    await keyboardInTerminal(page)
    await page.keyboard.press('Control+C')
    await page.keyboard.type('stty sane; echo "alive $((20+9))"\n')
    await shows(page, /^alive 29$/m)
  })

  await test.step('a paste never acts as a key, and says what was in it', async () => {
    await pasteByKey(page, 'echo one\x1b[201~\necho "two\x03" \u202ereht')
    const question = page.getByRole('dialog', { name: 'Paste 2 lines into web-1?' })
    await expect(question).toContainText('Control characters were taken out of it: 7.')
    await expect(question).toContainText('echo "two" ‹U+202E›reht')
    await look(page, 'terminal-paste')
    await page.keyboard.press('Escape')
    await keyboardInTerminal(page)
    expect(await terminalText(page)).not.toContain('echo one')
  })

  await test.step('copy on select, and the clipboard for programs, as set', async () => {
    await goTo(page, 'Settings')
    for (const name of ['Copy what is selected', /^Programs may put text on/]) {
      const setting = page.getByRole('checkbox', { name })
      await setting.click()
      await expect(setting).toBeChecked()
    }
    await page.getByRole('button', { name: 'Fill the window' }).click()
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
    await enter(page, `clear; echo "cols=$COLUMNS take-me"`)
    await shows(page, /^cols=\d+ take-me/m)
    const word = await placeOf(page, 'take-me')
    await page.mouse.dblclick(word.x, word.y)
    await expect.poll(clipboard).toContain('take')
    await enter(page, `printf '\\e]52;c;%s\\a' $(printf granted | base64)`)
    await expect(page.getByText('A program put 7 characters on the clipboard.')).toBeVisible()
    expect(await clipboard()).toBe('granted')
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await keyboardInTerminal(page)
  })

  await test.step('a snippet goes into all panes that are typed in, and says so', async () => {
    await page.keyboard.press('Control+Shift+E')
    const both = page.locator('.xterm-rows:visible')
    await expect(both).toHaveCount(2)
    await expect(both.nth(1)).toContainText(/[$#]/)
    await page.keyboard.press('Control+Shift+B')
    await page.keyboard.press('Control+Shift+P')
    await page.getByRole('button', { name: 'New snippet' }).click()
    const sheet = page.getByRole('dialog', { name: 'New snippet' })
    await sheet.getByLabel('Name').fill('Greet')
    await sheet.getByLabel('Text').fill('echo "{{greeting}} $((20+11))"')
    await sheet.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('combobox', { name: 'Find a snippet' }).press('Enter')
    const use = page.getByRole('dialog', { name: 'Greet into 2 terminals' })
    await use.getByLabel('greeting').fill('hello')
    await use.getByRole('checkbox').check()
    await use.getByRole('button', { name: 'Run' }).click()
    for (const n of [0, 1]) await expect(both.nth(n)).toContainText('hello 31')
    await page.getByRole('button', { name: 'Tabs and panes' }).click()
    await expect(page.getByRole('menuitem', { name: 'Zoom pane' })).toBeVisible()
    await page.keyboard.press('Escape')
    await keyboardInTerminal(page)
  })
})
