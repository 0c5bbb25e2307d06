import { expect } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import { readProfile } from './profile.js'
import { addLabAccount, bindKey, createKey, goTo, makeSealedVault, PASSWORD } from './steps.js'

webOnly('the test kills the process behind the page')

test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

test('a binding that a crash cut off is told of at the next start, which can start the instance', async ({
  page,
  lab,
  host,
  profileDir,
}) => {
  const web1 = () => lab.cloud.state.virtualMachines.find(({ name }) => name === 'web-1')
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  await addLabAccount(page, lab)
  lab.cloud.state.settings.jobMs = 1000
  await bindKey(page, 'web-1')
  await expect.poll(() => web1()?.state).toBe('Stopping')
  await host.kill()
  await expect.poll(() => web1()?.state).toBe('Stopped')

  await page.goto(await host.start())
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Unlock' }).click()
  const notice = page.getByRole('alert').filter({ hasText: 'Binding deploy to web-1 was cut off' })
  await expect(notice).toContainText('while it was being stopped. web-1 may be stopped.')
  await notice.getByRole('button', { name: 'Start web-1' }).click()
  await expect(notice).toBeHidden({ timeout: 30_000 })
  expect(web1()?.state).toBe('Running')
  expect((await readProfile(profileDir)).bindingJournal).toEqual([])
  await goTo(page, 'Instances')
  await expect(page.getByRole('row', { name: /web-1.*running/ })).toBeVisible()
})
