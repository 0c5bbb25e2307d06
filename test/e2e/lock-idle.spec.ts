import { expect, type Page } from '@playwright/test'
import { type ClockHost, clockHost } from './clock-host.js'
import { test as base, webOnly } from './latchkey.js'
import { look } from './look.js'
import { profileFile } from './profile.js'
import { createKey, goTo, lockedShown, makeSealedVault, unlock } from './steps.js'

webOnly("the host is one whose clock the test moves; the desktop's is the computer's own")

const test = base.extend<{ clock: ClockHost }>({
  clock: async ({ profileDir, homeDir }, use) => {
    const clock = clockHost(profileDir, { HOME: homeDir })
    await use(clock)
    await clock.stop()
  },
  host: async ({ clock }, use) => use(clock),
})

async function lockAfter(page: Page, minutes: string): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByLabel('Minutes without use').fill(minutes)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Lock', exact: true })).toContainText('Saved')
}

/** Why the vault was locked so far, one word each. */
async function locks(profileDir: string): Promise<string[]> {
  const log = await profileFile(profileDir, 'latchkey.log')
  return [...log.matchAll(/vault\.locked.*?(user|idle|sleep|window-closed)/g)].map(([, cause]) => cause ?? '')
}

test('nobody at work for the minutes of the setting locks, and who is at work is left in peace', async ({
  page,
  clock,
  profileDir,
}) => {
  await page.clock.install()
  await page.reload()
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  await lockAfter(page, '5')
  await clock.pass(4)

  await page.clock.fastForward(60_000)
  await page.getByRole('checkbox', { name: 'When the computer sleeps' }).click()
  await expect.poll(() => profileFile(profileDir, 'profile.json')).toMatch(/"onSleep":\s*false/)
  await clock.pass(4.5)
  expect(await locks(profileDir), 'used after 4 minutes').toEqual([])
  await clock.pass(1)
  await lockedShown(page)
  await expect(page.getByText('Locked after 5 minutes without use.')).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeHidden()
  await look(page, 'locked-idle')

  await unlock(page)
  await clock.pass(4.5)
  expect(await locks(profileDir), 'the unlock counts as use').toEqual(['idle'])
  await goTo(page, 'Keys')
  await expect(page.getByRole('row', { name: /deploy/ })).toBeVisible()
})

test('a computer that slept is locked when it wakes', async ({ page, clock }) => {
  await makeSealedVault(page)
  await lockAfter(page, '240')
  await clock.sleep(30)
  await lockedShown(page)
  await expect(page.getByText('Locked because the computer slept.')).toBeVisible()
})

test('with the setting off, a night without use locks nothing', async ({ page, clock, profileDir }) => {
  await makeSealedVault(page)
  await goTo(page, 'Settings')
  await page.getByRole('checkbox', { name: 'When nobody uses it for a while' }).click()
  await expect.poll(() => profileFile(profileDir, 'profile.json')).toMatch(/"idleMinutes":\s*null/)
  await clock.pass(8 * 60)
  expect(await locks(profileDir)).toEqual([])
  await createKey(page, 'still open')
})
