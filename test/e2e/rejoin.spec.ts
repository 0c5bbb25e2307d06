import { expect, type Page } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import {
  bindFirstKey,
  connectTo,
  enter,
  goTo,
  lockedShown,
  promptShown,
  terminalText,
  unlock,
} from './steps.js'

webOnly("a page's process can be crashed in a browser only")

/** Ends the page's process as a failure of it does. */
async function crash(page: Page): Promise<void> {
  const gone = page.waitForEvent('crash')
  const devTools = await page.context().newCDPSession(page)
  devTools.send('Page.crash').catch(() => undefined) // nobody is left to answer
  await gone
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A host that answers as late as one on a busy machine. */
const SLOW_MS = 400

/** In the page: gives its terminal keys from the moment in which it can have the keyboard. */
async function typeAsSoonAsItCan(text: string): Promise<void> {
  const field = await new Promise<HTMLTextAreaElement>((resolve) => {
    const look = () => {
      const found = document.querySelector<HTMLTextAreaElement>('.xterm-helper-textarea')
      if (found === null) setTimeout(look)
      else resolve(found)
    }
    look()
  })
  for (const character of text) {
    field.focus()
    const keyCode = character.toUpperCase().charCodeAt(0)
    const init = {
      key: character,
      keyCode,
      charCode: character.charCodeAt(0),
      bubbles: true,
      cancelable: true,
    }
    if (character === '\r')
      field.dispatchEvent(new KeyboardEvent('keydown', { ...init, key: 'Enter', keyCode: 13 }))
    else field.dispatchEvent(new KeyboardEvent('keypress', init))
    await new Promise((resolve) => setTimeout(resolve))
  }
}

/** What a program would be told, were its questions answered once more. */
const ANSWERS = /\[\?\d+;|\]1[01];|\d+;\d+R/

test('a page that is loaded again, or crashes, finds its terminals as they were', async ({
  page,
  lab,
  host,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  await enter(page, 'echo "shell $$, size $(stty size)"')
  await expect.poll(() => terminalText(page)).toMatch(/^shell \d+, size \d+ \d+$/m)
  const [shell = '', pid = ''] = /^shell (\d+), size \d+ \d+$/m.exec(await terminalText(page)) ?? []

  await test.step('loaded again while output comes', async () => {
    const counted = async () =>
      Number([...(await terminalText(page)).matchAll(/^count (\d+)$/gm)].at(-1)?.[1])
    await enter(page, 'for n in $(seq 1 9999); do echo "count $n"; sleep 0.05; [ -e stop ] && break; done')
    await expect.poll(counted).toBeGreaterThan(3)
    const before = await counted()
    await page.reload()
    await expect.poll(counted, { timeout: 20_000 }).toBeGreaterThan(before)
    await expect(async () => {
      await page.locator('.xterm-helper-textarea:visible').focus()
      await page.keyboard.press('Control+C')
      await expect.poll(() => terminalText(page), { timeout: 2_000 }).toMatch(/[$#]$/)
    }, 'the keyboard reaches the shell').toPass({ timeout: 60_000 })
    await page.keyboard.press('Control+Shift+F')
    await page.getByLabel('Find in this terminal').fill(shell)
    await expect(page.getByText('1 of 1'), 'the lines before are there, once').toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('what is typed before the host has answered comes once and in order', async () => {
    await enter(page, 'clear; seq 2000')
    await expect.poll(() => terminalText(page)).toMatch(/^2000$/m)
    await page.routeWebSocket(/./, (socket) => {
      const host = socket.connectToServer()
      host.onMessage((message) => void setTimeout(() => socket.send(message), SLOW_MS))
    })
    await page.reload({ waitUntil: 'commit' })
    await page.evaluate(typeAsSoonAsItCan, "echo 'typed'-at-once\r")
    await expect.poll(() => terminalText(page), { timeout: 40_000 }).toMatch(/^typed-at-once$/m)
  })

  await enter(page, 'clear; vim -u NONE -N notes.txt')
  await expect.poll(() => terminalText(page)).toMatch(/^~$/m)
  await page.keyboard.type('iwritten before')
  await expect.poll(() => terminalText(page)).toMatch(/^written before$/m)

  await crash(page)
  const next = await page.context().newPage()
  await next.goto(await host.newUrl())
  await expect.poll(() => terminalText(next), { timeout: 20_000 }).toMatch(/^written before$/m)
  await expect(next.getByRole('tab', { name: /web-1.*, connected/ })).toBeVisible()
  await next.locator('.xterm-helper-textarea:visible').focus()
  await next.keyboard.type(', and after')
  await expect.poll(() => terminalText(next)).toMatch(/^written before, and after$/m)
  await next.keyboard.press('Escape')
  await next.keyboard.type(':q!\n')
  await promptShown(next)
  expect(await terminalText(next)).not.toMatch(ANSWERS)
  await enter(next, 'echo "still $$, size $(stty size)"')
  await expect.poll(() => terminalText(next)).toContain(shell.replace('shell', 'still'))

  await test.step('not while the vault is locked', async () => {
    await next.keyboard.press('Control+Shift+L')
    await lockedShown(next)
    await crash(next)
  })
  const last = await page.context().newPage()
  await last.goto(await host.newUrl())
  await lockedShown(last)
  expect(isRunning(Number(pid))).toBe(true)
  await unlock(last)
  await expect.poll(() => terminalText(last), { timeout: 20_000 }).toContain(shell.replace('shell', 'still'))

  await last.locator('.xterm-helper-textarea:visible').focus()
  await last.keyboard.press('Control+Shift+X')
  await last.getByRole('button', { name: 'End session' }).click()
  await expect.poll(() => isRunning(Number(pid)), 'closing a tab ends its shell at once').toBe(false)

  await test.step('what is typed before terminals have been read, and until they have the keyboard, is for the shell', async () => {
    let give = () => undefined as unknown
    const given = new Promise((resolve) => {
      give = () => resolve(null)
    })
    await last.route(/\/terminal-[^/]+\.js$/, (route) => given.then(() => route.continue()))
    await last.reload()
    await last.getByRole('button', { name: 'Connect to web-1' }).click()
    await last.keyboard.type('echo "early ')
    give()
    await last.keyboard.type(`$((40 + ${'0'.repeat(60)}2))"\n`, { delay: 5 })
    await expect.poll(() => terminalText(last), { timeout: 20_000 }).toMatch(/^early 42$/m)
  })

  await test.step('a part of the window that is not there any more', async () => {
    const files = /\/MapSection-[^/]+\.js$/
    await last.route(files, (route) => route.abort())
    await last.reload()
    await goTo(last, 'Map')
    const notice = last.getByRole('alert').filter({ hasText: 'A part of Latchkey could not be read.' })
    await expect(notice).toBeVisible()
    await last.unroute(files)
    await notice.getByRole('button', { name: 'Reload' }).click()
    await expect(last.getByRole('heading', { name: 'Map', level: 1 })).toBeVisible()
    await expect(notice).toBeHidden()
  })
})
