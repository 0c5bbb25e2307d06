import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from '@playwright/test'
import { callJob } from '../helpers/cloudstack-call.js'
import { test, webOnly } from './latchkey.js'
import { webHost } from './launch.js'
import { look } from './look.js'
import { profileFile, readProfile } from './profile.js'
import { bindFirstKey, connectTo, enter, promptShown, terminalText, unlock } from './steps.js'

webOnly('the desktop app ends together with its window')

test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

test('a session whose instance stops says so, and reconnects when it runs again', async ({ page, lab }) => {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  await enter(page, 'echo "before $((40+2))"')
  await expect.poll(() => terminalText(page)).toMatch(/^before 42$/m)
  const id = lab.instance('web-1').cloudId
  await callJob(lab, 'stopVirtualMachine', { id })

  const panel = page.getByRole('tabpanel')
  await expect(page.getByRole('tab', { name: /web-1.*connection lost/ })).toBeVisible()
  await expect(panel.getByRole('alert')).toContainText('was lost. Reconnect. What ran in the terminal')
  await expect(panel, 'what to do is said once').not.toContainText('Press Enter')
  await page.getByRole('button', { name: 'Reconnect' }).click()
  await expect(panel.getByRole('alert')).toContainText('Nothing accepts connections there')

  await callJob(lab, 'startVirtualMachine', { id })
  await enter(page, '')
  await expect(page.getByRole('tab', { name: /web-1.*, connected/ })).toBeVisible()
  await promptShown(page)
  await enter(page, 'echo "after $((40+3))"')
  await expect.poll(() => terminalText(page)).toMatch(/^before 42$(?:.|\n)*^after 43$/m)
})

test('a host that is killed is said to be gone; its next run has the tabs, and connects none by itself', async ({
  page,
  lab,
  host,
  profileDir,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  await page.keyboard.press('Control+Shift+E')
  await expect(page.getByRole('tab', { name: /web-1.*2 panes.*, connected/ })).toBeVisible()
  await page.keyboard.press('Control+Shift+O')
  await expect(page.getByRole('tab', { name: /web-1.*3 panes.*, connected/ })).toBeVisible()
  const divider = page.getByRole('separator', { name: 'Between two panes' }).first()
  await divider.focus()
  for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowRight')
  const kept = async () => JSON.parse((await profileFile(profileDir, 'tabs.json')) || '{}')
  await expect
    .poll(kept)
    .toMatchObject({ windows: [{ arrangement: { tabs: [{ layout: { ratio: expect.closeTo(0.6) } }] } }] })
  const { recentSessions } = await readProfile(profileDir)
  await host.kill()
  await expect(page.getByText('This page connects by itself when the same host is back')).toBeVisible()
  await expect(page.getByRole('tab', { name: /web-1.*connection lost/ })).toBeVisible()

  await page.goto(await host.start())
  await expect(page.getByRole('heading', { name: 'Latchkey is locked' })).toBeVisible()
  await expect(page.getByText('was open here')).toHaveCount(0)
  await unlock(page)
  const waiting = page.getByText('web-1 was open here. It is not connected.')
  await expect(waiting).toHaveCount(3)
  await expect(page.getByRole('tab', { name: /web-1.*3 panes.*not connected yet/ })).toBeVisible()
  await expect(divider).toHaveAttribute('aria-valuenow', '60')
  await look(page, 'tabs-of-last-time')
  expect((await readProfile(profileDir)).recentSessions).toEqual(recentSessions)

  await page.getByRole('button', { name: 'Connect', exact: true }).nth(1).click()
  await expect.poll(() => terminalText(page), { timeout: 20_000 }).toMatch(/[$#]$/)
  await expect(waiting).toHaveCount(2)
  await expect(page.getByRole('tab', { name: /web-1.*3 panes.*, connected/ })).toBeVisible()
  await page.getByRole('button', { name: 'Connect all 2' }).first().click()
  await expect(waiting).toHaveCount(0)
  await expect
    .poll(() => terminalText(page), { timeout: 20_000 })
    .toMatch(/[$#]\n(.*\n)*.*[$#]\n(.*\n)*.*[$#]$/)
})

test.describe('a terminal whose stream breaks while output comes', () => {
  test.use({
    host: async ({ latchkeyArgs, homeDir }, use) => {
      const cutting = `--import=${pathToFileURL('test/helpers/cut-streams.mjs')}`
      const host = webHost(latchkeyArgs, { HOME: homeDir, NODE_OPTIONS: cutting })
      await use(host)
      await host.stop()
    },
  })

  test('goes on in the same shell, and neither screen nor log misses a line', async ({
    page,
    lab,
    host,
    profileDir,
  }) => {
    const streams: string[] = []
    page.on('websocket', (socket) => {
      if (socket.url().includes('/terminal/')) streams.push(socket.url())
    })
    await bindFirstKey(page, lab, 'web-1')
    await connectTo(page, 'web-1')
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: 'Log to a file…' }).click()
    await page.getByRole('button', { name: 'Start the log' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Logging to' })).toBeVisible()

    const folder = join(profileDir, 'session-logs')
    const [name = ''] = await readdir(folder)
    const log = () => readFile(join(folder, name), 'utf8')
    const lines = 6000
    const echo = `echo "line $n, of one${'.'.repeat(60)}"`
    const slowly = '[ $((n % 100)) = 0 ] && sleep 0.1'
    await enter(page, `mine=yes; for n in $(seq 1 ${lines}); do ${echo}; ${slowly}; done`)
    const reached = async () => Number(/^line (\d+), of one/m.exec(await terminalText(page))?.[1] ?? 0)
    for (const [cuts, line] of [300, 1500, 2700].entries()) {
      await expect.poll(reached, { timeout: 60_000 }).toBeGreaterThan(line)
      // The window reads nothing meanwhile: what is sent to it is lost on the way.
      const { length } = await log()
      const busy = page.evaluate(() => {
        for (const until = performance.now() + 500; performance.now() < until; );
      })
      await expect.poll(async () => (await log()).length, { intervals: [20] }).toBeGreaterThan(length + 8_000)
      process.kill(host.pid(), 'SIGUSR2')
      await busy
      await expect.poll(() => streams.length).toBe(cuts + 2)
    }
    await expect.poll(reached, { timeout: 60_000 }).toBeGreaterThan(lines - 100)
    await promptShown(page)
    await enter(page, 'echo "the same shell: $mine"')
    await expect.poll(() => terminalText(page)).toMatch(/^the same shell: yes$/m)

    await page.keyboard.press('Control+Shift+F')
    await page.getByLabel('Find in this terminal').fill(', of one')
    // And the line that was typed.
    await expect(page.getByText(/^[\d,]+ of 6,001$/)).toBeVisible()
    const logged = async () =>
      [...(await log()).matchAll(/^line (\d+), of one\.{60}$/gm)].map(([, n]) => Number(n))
    await expect.poll(async () => (await logged()).length).toBe(lines)
    expect(await logged()).toEqual(Array.from({ length: lines }, (_, n) => n + 1))
  })
})
