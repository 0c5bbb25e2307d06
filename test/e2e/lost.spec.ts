import { expect } from '@playwright/test'
import { callJob } from '../helpers/cloudstack-call.js'
import { test, webOnly } from './latchkey.js'
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
  await page.getByRole('button', { name: 'Reconnect' }).click()
  await expect(panel.getByRole('alert')).toContainText('Nothing accepts connections there')

  await callJob(lab, 'startVirtualMachine', { id })
  await page.getByRole('button', { name: 'Reconnect' }).click()
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
