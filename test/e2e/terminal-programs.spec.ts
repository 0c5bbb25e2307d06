import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './latchkey.js'
import { bindFirstKey, connectTo, enter, promptShown, terminalText, typeInTerminal } from './steps.js'

const shots = join('test-results', 'screenshots')

/** htop, vim, tmux and mc as an admin uses them: what they draw, how they take keys and the mouse, and what is left after them. */
test('full-screen programs run as on any terminal', async ({ page, lab }) => {
  mkdirSync(shots, { recursive: true })
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  await enter(page, 'export LC_ALL=C.UTF-8; clear; echo kept line')
  await shows(page, /^kept line$/m)

  await test.step('vim', async () => {
    await enter(page, 'vim -u NONE -N -c "set mouse=a" notes.txt')
    await shows(page, /notes\.txt/)
    await typeInTerminal(page, 'i漢字 e\u0301 👍 wide\nsecond\nthird')
    await page.keyboard.press('Escape')
    await shows(page, /^漢字 e\u0301 👍 wide\nsecond\nthird\n~/)
    await clickLine(page, 'second')
    await typeInTerminal(page, 'ix')
    await page.keyboard.press('Escape')
    await shows(page, /x/)
    await page.screenshot({ path: join(shots, 'terminal-vim.png') })
    await typeInTerminal(page, ':wq\n')
    await leaves(page)
    await enter(page, 'clear; echo kept line; grep -c x notes.txt')
    await shows(page, /^kept line\n1$/m)
  })

  await test.step('tmux', async () => {
    await enter(page, 'tmux -L e2e -f /dev/null new')
    await shows(page, /\[0\] 0:/)
    await page.keyboard.press('Control+b')
    await page.keyboard.type('%')
    await shows(page, /│/)
    await enter(page, "printf '\\033[38;2;250;10;20mtrue colour\\033[0m 漢字\\n'")
    await shows(page, /│.*true colour 漢字/)
    await page.screenshot({ path: join(shots, 'terminal-tmux.png') })
    await enter(page, 'tmux -L e2e kill-server')
    await leaves(page)
  })

  await test.step('htop', async () => {
    await enter(page, 'htop')
    await shows(page, /F10.?Quit/)
    await page.screenshot({ path: join(shots, 'terminal-htop.png') })
    await page.keyboard.press('q')
    await leaves(page)
  })

  await test.step('mc', async () => {
    await enter(page, 'mc -d')
    await shows(page, /10.?Quit/)
    await page.keyboard.press('F9')
    await page.keyboard.press('Enter')
    await shows(page, /Listing format|Listing mode/)
    await page.screenshot({ path: join(shots, 'terminal-mc.png') })
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.keyboard.press('F10')
    await leaves(page)
  })
})

const shows = (page: Page, text: RegExp) => expect.poll(() => terminalText(page)).toMatch(text)

/** Back on the screen from before, where the prompt is again. */
async function leaves(page: Page): Promise<void> {
  await promptShown(page)
  expect(await terminalText(page)).toMatch(/kept line/)
  await expect(page.locator('.xterm.enable-mouse-events')).toHaveCount(0)
}

/** At the first column of the line that holds a text, as a program with the mouse gets it. */
async function clickLine(page: Page, text: string): Promise<void> {
  const box = await page.locator('.xterm-rows:visible > div').filter({ hasText: text }).first().boundingBox()
  if (box === null) throw new Error(`No line shows ${text}.`)
  await page.mouse.click(box.x + 2, box.y + box.height / 2)
}
