import { expect, type Page } from '@playwright/test'
import type { Lab } from '../lab/lab.js'
import { test } from './latchkey.js'
import { bindAndProve, bindFirstKey, connectTo, enter, promptShown, terminalText } from './steps.js'

async function openTerminal(page: Page, lab: Lab): Promise<void> {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
}

const shows = (page: Page, text: string | RegExp) =>
  expect.poll(() => terminalText(page), { timeout: 15_000 }).toMatch(text)

test('is drawn with the DOM where there is no WebGL', async ({ page, lab }) => {
  await openTerminal(page, lab)
  await expect(page.locator('[data-painter]')).toHaveAttribute('data-painter', 'dom')
})

test('is opened once by a double click on Connect', async ({ page, lab }) => {
  await bindFirstKey(page, lab, 'web-1')
  await page.getByRole('button', { name: 'Connect to web-1' }).dblclick()
  await promptShown(page)
  await expect(page.getByRole('tab')).toHaveCount(1)
})

test('tells the shell its size when it starts and when it changes', async ({ page, lab }) => {
  await openTerminal(page, lab)
  const sizeInShell = async () => {
    await enter(page, 'clear; echo "size $(stty size)"')
    await shows(page, /^size \d+ \d+$/m)
    const [, rows, cols] = /^size (\d+) (\d+)$/m.exec(await terminalText(page)) ?? []
    return { rows: Number(rows), cols: Number(cols) }
  }
  const rowsShown = () => page.locator('.xterm-rows:visible > div').count()
  const before = await sizeInShell()
  expect(before.rows).toBe(await rowsShown())

  await page.setViewportSize({ width: 900, height: 800 })
  await page.getByRole('separator', { name: 'Height of the terminals' }).press('ArrowUp')
  await expect(async () => {
    const after = await sizeInShell()
    expect(after.rows).toBe(await rowsShown())
    expect(after.rows).toBeGreaterThan(before.rows)
    expect(after.cols).toBeLessThan(before.cols)
  }).toPass()
})

test('carries every script of Unicode to the shell and back', async ({ page, lab }) => {
  await openTerminal(page, lab)
  const text = 'äöü → ✓ 漢字'
  await enter(page, 'echo ready; cat')
  await shows(page, /^ready$/m) // what is typed before bash has handed the line over comes out in two pieces
  await enter(page, text)
  await shows(page, new RegExp(`^${text}\n${text}$`, 'm')) // the echo, and what cat has read
  await page.keyboard.press('Control+d')
  await enter(page, `clear; printf '漢' | od -An -tx1`)
  await shows(page, /^ e6 bc a2$/m)
})

test('asks before a paste of several lines, shows it, and lets bash wait for Enter', async ({
  page,
  lab,
}) => {
  await openTerminal(page, lab)
  const paste = async (text: string) => {
    await page.evaluate((lines) => navigator.clipboard.writeText(lines), text)
    await page.locator('.xterm-helper-textarea:visible').focus()
    await page.keyboard.press('Control+Shift+V')
  }
  const question = page.getByRole('dialog', { name: 'Paste 2 lines into web-1?' })
  const lines = 'echo "one $((20+1))"\necho "two $((20+2))"\n'

  await paste(lines)
  await expect(question).toContainText('echo "one $((20+1))"')
  await expect(question).toContainText('waits for Enter')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toBeHidden()
  await enter(page, 'echo "still $((20+3))"')
  await shows(page, /^still 23$/m)
  expect(await terminalText(page)).not.toContain('one')

  await paste(lines)
  await question.getByRole('button', { name: 'Paste 2 lines' }).click()
  await shows(page, /echo "two/)
  expect(await terminalText(page)).not.toMatch(/^one 21$/m)
  await page.keyboard.press('Enter')
  await shows(page, /^one 21\n(?:.*\n)*?two 22$/m)

  await paste('echo "single $((20+4))"')
  await shows(page, /echo "single/)
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('Ctrl-C stops a flood and brings the prompt back', async ({ page, lab }) => {
  await openTerminal(page, lab)
  await enter(page, 'yes')
  await shows(page, /y\ny\ny/)
  await page.keyboard.press('Control+c')
  await promptShown(page)
  await enter(page, 'echo "back $((40+2))"')
  await shows(page, /^back 42$/m)
})

test('says with which exit status the shell ended, and connects again in the same tab', async ({
  page,
  lab,
}) => {
  await openTerminal(page, lab)
  await enter(page, 'exit 3')
  await expect(page.getByText('The shell has ended with exit status 3.')).toBeVisible()
  await expect(page.getByRole('tab', { name: /web-1.*ended/ })).toBeVisible()
  await expect(page.getByText('Press Enter to connect again.')).toBeVisible()
  await page.keyboard.press('Enter')
  await promptShown(page)
  await expect(page.getByRole('tab', { name: /web-1.*, connected/ })).toHaveCount(1)

  await enter(page, 'exit 4')
  await expect(page.getByText('The shell has ended with exit status 4.')).toBeVisible()
  await page.keyboard.press('Control+Shift+K')
  await page.keyboard.type('web-1')
  await expect(page.getByRole('option', { selected: true })).toContainText('Reconnect')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: /web-1.*, connected/ })).toHaveCount(1)
})

test('two tabs keep their own sessions', async ({ page, lab }) => {
  await openTerminal(page, lab)
  await enter(page, 'mine=first; echo "$mine in $(basename $(dirname $HOME))"')
  await shows(page, /^first in web-1$/m)
  await bindAndProve(page, lab, 'web-2')
  await connectTo(page, 'web-2')
  await enter(page, 'echo "<$mine> in $(basename $(dirname $HOME))"')
  await shows(page, /^<> in web-2$/m)

  await page.getByRole('tab', { name: /web-1/ }).click()
  await shows(page, /^first in web-1$/m)
  expect(await terminalText(page)).not.toContain('web-2')
  await enter(page, 'echo "again $mine"')
  await shows(page, /^again first$/m)
})
