import { expect } from '@playwright/test'
import { callJob } from '../helpers/cloudstack-call.js'
import { test, webOnly } from './latchkey.js'
import { bindFirstKey, connectTo, enter, promptShown, terminalText } from './steps.js'

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

test('a host that is killed is said to be gone, and its next run asks for the password', async ({
  page,
  lab,
  host,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  await host.kill()
  await expect(page.getByText('This page connects by itself when the same host is back')).toBeVisible()
  await expect(page.getByRole('tab', { name: /web-1.*connection lost/ })).toBeVisible()

  await page.goto(await host.start())
  await expect(page.getByRole('heading', { name: 'Latchkey is locked' })).toBeVisible()
})
