import { expect } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { profileFile } from './profile.js'
import {
  bindFirstKey,
  connectTo,
  enter,
  goTo,
  lockedShown,
  lockVault,
  makeSealedVault,
  makeSealedVaultByHand,
  PASSWORD,
  terminalText,
  unlock,
} from './steps.js'

webOnly('the test reads what the page sends, ends the host, and opens its pages anew')

// A host that is started anew was gone for a moment.
test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

const LOCK = 'Control+Shift+L'

test('a changed password opens the vault, the old one no longer, and the keys still sign', async ({
  page,
  lab,
}) => {
  const next = 'another four random words'
  await bindFirstKey(page, lab, 'web-1')
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Change password' }).click()
  const sheet = page.getByRole('dialog', { name: 'Change the password' })
  await expect(sheet.getByLabel('Current password')).toBeFocused()
  await page.keyboard.type('not the password')
  await sheet.getByLabel('New password').fill(next)
  await sheet.getByLabel('The same password again').fill('something else')
  await page.keyboard.press('Enter')
  await expect(sheet).toContainText('The two passwords differ.')
  await sheet.getByLabel('The same password again').fill(next)
  await page.keyboard.press('Enter')
  await expect(sheet.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true')
  await expect(sheet.getByLabel('New password')).toHaveValue(next)
  await look(page, 'change-password')
  await sheet.getByLabel('Current password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(sheet).toBeHidden()
  await expect(page.getByText('The password was changed.')).toBeVisible()

  await lockVault(page)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.type(next)
  await expect(page.getByLabel('Password')).toHaveValue(next)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
  await connectTo(page, 'web-1')
})

test('a lock covers an open terminal, which lives on and has the keyboard again', async ({ page, lab }) => {
  await bindFirstKey(page, lab, 'web-1')
  await connectTo(page, 'web-1')
  await enter(page, 'echo "on the $((40+2))nd screen"')
  await expect.poll(() => terminalText(page)).toContain('on the 42nd screen')
  await page.keyboard.press(LOCK)
  await lockedShown(page)
  await expect(page.getByText('You locked it. One terminal stays connected.')).toBeVisible()
  await expect(page.getByText('on the 42nd screen')).toBeHidden()
  expect(await page.locator('html').ariaSnapshot()).not.toMatch(/42nd|web-1|Terminal/)
  await look(page, 'locked-over-terminal')

  await expect(page.getByLabel('Password')).toBeFocused()
  await page.keyboard.type('echo typed while locked')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('echo-typed-too') // a blank would press the button that has the keyboard
  await unlock(page)
  await expect.poll(() => terminalText(page)).toContain('on the 42nd screen')
  await page.keyboard.type('echo "and $((40+3)) after it"\n')
  await expect.poll(() => terminalText(page)).toMatch(/^and 43 after it$/m)
  expect(await terminalText(page)).not.toContain('typed')
})

test('a lock covers what is asked over the window; what was typed there is still there after it', async ({
  page,
}) => {
  await makeSealedVault(page)
  await goTo(page, 'Keys')
  await page.getByRole('button', { name: 'Create key pair' }).first().click()
  const name = page.getByRole('dialog').getByLabel('Name')
  await name.fill('half typed')
  await page.keyboard.press(LOCK)
  await lockedShown(page)
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Escape')
  await page.keyboard.press(LOCK)
  await unlock(page)
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('half typed')
})

test('a private key that was about to be imported does not wait under a locked window', async ({ page }) => {
  await makeSealedVault(page)
  await goTo(page, 'Keys')
  await page.getByRole('button', { name: 'Import' }).first().click()
  const pasted = page.getByRole('dialog').getByRole('textbox').first()
  await pasted.fill('-----BEGIN OPENSSH PRIVATE KEY-----')
  await page.keyboard.press(LOCK)
  await lockedShown(page)
  await unlock(page)
  await expect(page.getByRole('heading', { name: 'Keys' })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('after several wrong passwords each further try waits, and says so', async ({ page }) => {
  await makeSealedVault(page)
  await lockVault(page)
  for (let tries = 0; tries < 7; tries++) {
    await page.getByLabel('Password').fill(`guess ${tries}`)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Unlock' })).toBeEnabled()
    await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
  }
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByText('After several wrong passwords each try waits')).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
})

test('a password that was typed to change it does not wait under a locked window', async ({ page }) => {
  await makeSealedVault(page)
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByLabel('Current password').fill(PASSWORD)
  await page.keyboard.press(LOCK)
  await lockedShown(page)
  await expect(page.getByLabel('Current password')).toHaveCount(0)
})

test('tells the host of a user at work every 15 seconds at most, and of nobody while locked', async ({
  page,
}) => {
  await page.clock.install()
  const touches: string[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (payload.toString().includes('vault/touch')) touches.push(payload.toString())
    }),
  )
  await page.reload()
  // With the mouse: its first move of all tells of nobody.
  await makeSealedVaultByHand(page)
  await page.clock.fastForward(15_000)
  const before = touches.length
  for (const key of 'ssss') await page.keyboard.press(key)
  await expect.poll(() => touches.length).toBe(before + 1)
  await page.clock.fastForward(14_000)
  expect(touches.length).toBe(before + 1)
  await page.clock.fastForward(1_000)
  await expect.poll(() => touches.length).toBe(before + 2)
  await page.clock.fastForward(60_000)
  await page.mouse.move(300, 300)
  await expect.poll(() => touches.length).toBe(before + 3)
  expect(touches.at(-1)).not.toMatch(/key|300/)

  await page.clock.fastForward(60_000)
  await page.keyboard.press(LOCK)
  await lockedShown(page)
  const locked = touches.length
  await page.keyboard.type('somebody')
  await page.clock.fastForward(60_000)
  await page.mouse.move(400, 400)
  await unlock(page)
  expect(touches.length - locked).toBeLessThanOrEqual(1)
})

test('a reload does not lock; a lock in one page locks all; closing the last page locks, and the next one says so', async ({
  page,
  host,
  profileDir,
}) => {
  await makeSealedVault(page)
  await page.reload()
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
  const second = await page.context().newPage()
  await second.goto(await host.newUrl())
  await lockVault(second)
  await lockedShown(page)
  await unlock(page)
  await expect(second.getByRole('navigation', { name: 'Sections' })).toBeVisible()
  await second.close()

  const url = await host.newUrl()
  await page.goto('about:blank')
  await expect
    .poll(() => profileFile(profileDir, 'latchkey.log'), { timeout: 40_000 })
    .toMatch(/vault\.locked.*window-closed/)
  await page.goto(url)
  await expect(page.getByText('Locked because the last window was closed.')).toBeVisible()
  await unlock(page)
})
