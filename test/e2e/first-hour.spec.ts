import { readdir } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { descendants } from '../helpers/processes.js'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { readProfile } from './profile.js'
import {
  addLabAccountByHand,
  bindKey,
  createKeyByHand,
  goTo,
  makeSealedVaultByHand,
  terminalText,
  typeInTerminal,
} from './steps.js'

test('rows are as dense as the profile says, from the first one on, and nothing moves while data loads', async ({
  page,
}) => {
  await makeSealedVaultByHand(page)
  await addLabAccountByHand(page)
  await goTo(page, 'Instances')
  await expect(instance(page, 'web-1')).toHaveCSS('height', '32px')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /Find/ }).fill('compact')
  await page.keyboard.press('Enter')
  await expect(instance(page, 'web-1')).toHaveCSS('height', '26px')

  await page.addInitScript(watchShifts)
  await page.reload()
  await expect(instance(page, 'web-1')).toHaveCSS('height', '26px')
  await expect(page.getByText(/^Instances read /)).toBeVisible()
  const seen = await page.evaluate(() => {
    const { shifted, moved, firstRow } = window as unknown as Seen
    return { shifted, moved, firstRow }
  })
  expect(seen.firstRow).toBe(26)
  expect(seen.shifted, seen.moved.join('\n')).toBeLessThan(0.02)

  await goTo(page, 'Settings')
  await page.getByLabel('Rows of tables').selectOption('Comfortable')
  await goTo(page, 'Accounts')
  await expect(page.getByRole('row', { name: /Lab/ })).toHaveCSS('height', '32px')
})

const instance = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })

interface Seen {
  /** The sum of all layout shifts (CLS) that no click or key was the cause of. */
  shifted: number
  /** What moved, from where to where. */
  moved: string[]
  /** How high the first row was when it was first there, in px. */
  firstRow: number | null
}

function watchShifts(): void {
  const seen = window as unknown as Seen
  seen.shifted = 0
  seen.moved = []
  seen.firstRow = null
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number
      hadRecentInput: boolean
      sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[]
    })[]) {
      if (entry.hadRecentInput) continue
      seen.shifted += entry.value
      for (const { node, previousRect, currentRect } of entry.sources)
        seen.moved.push(
          `${node?.textContent?.slice(0, 60)}: ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`,
        )
    }
  }).observe({ type: 'layout-shift', buffered: true })
  new MutationObserver((_changes, observer) => {
    const row = document.querySelector('[data-index]')
    if (row === null) return
    seen.firstRow = row.getBoundingClientRect().height
    observer.disconnect()
  }).observe(document, { childList: true, subtree: true })
}

test('long work of every window is in one tray: how far, cancelled, failed with its reason, done once more', async ({
  page,
  lab,
}) => {
  await makeSealedVaultByHand(page)
  await addLabAccountByHand(page)
  await goTo(page, 'Instances')
  await expect(instance(page, 'web-1')).toBeVisible()
  const bar = page.getByRole('contentinfo').getByRole('button', { name: 'Nothing under way' })
  await bar.click()
  const tray = page.getByRole('dialog', { name: 'Work under way' })
  await expect(tray).toContainText('Nothing is under way')
  await page.keyboard.press('Escape')
  await expect(bar).toBeFocused()

  lab.cloud.state.settings.denied = ['listVirtualMachines']
  await page.getByRole('button', { name: 'Refresh' }).first().click()
  await page.getByRole('contentinfo').getByRole('button', { name: '1 failed' }).waitFor()
  await page.keyboard.press('Control+Shift+Y')
  const reading = tray.getByRole('listitem', { name: 'Reading the instances', exact: true })
  await expect(reading).toContainText('failed')
  await expect(reading).toContainText('Lab: The cloud does not offer')
  await look(page, 'tray-failed')
  await reading.getByRole('button', { name: 'Copy details' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Code: cloud-forbidden')
  await reading.getByRole('button', { name: 'Show requests' }).click()
  await expect(page.getByRole('dialog', { name: /^Requests of/ })).toContainText('listVirtualMachines')
  await page.keyboard.press('Escape')
  lab.cloud.state.settings.denied = []
  await reading.getByRole('button', { name: 'Retry' }).click()
  await expect(reading).toBeHidden()
  await expect(page.getByRole('alert')).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(tray).toBeHidden()
  await bar.click()
  await instance(page, 'web-1').click()
  await expect(tray).toBeHidden()

  lab.cloud.state.settings.latencyMs = 60_000
  await page.getByRole('button', { name: 'Refresh' }).first().click()
  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /^Reading the instances/ })
    .click()
  await reading.getByRole('button', { name: 'Cancel' }).click()
  await expect(reading).toBeHidden()
  lab.cloud.state.settings.latencyMs = 0
  const old = page.getByRole('status').filter({ hasText: 'Lab: The last reading was cancelled.' })
  await expect(old).toContainText('Its instances were read')
  await expect(instance(page, 'web-1')).toContainText('running')
  await look(page, 'refresh-cancelled')
  // The keyboard may be at what began it again.
  await page.keyboard.press('Escape')
  await expect(tray).toBeHidden()
  await old.getByRole('button', { name: 'Refresh' }).click()
  await expect(old).toBeHidden()
})

test('three steps lead to the first connection, go on after a reload, and can be skipped for good', async ({
  page,
}) => {
  await makeSealedVaultByHand(page)
  const start = page.getByRole('region', { name: 'Get started' })
  await expect(start.locator('[aria-current="step"]')).toContainText('A key pair')
  await look(page, 'first-run')
  await start.getByRole('button', { name: 'Make or import a key' }).click()
  await createKeyByHand(page, 'deploy')

  await page.reload()
  await page.getByRole('button', { name: 'Get started' }).click()
  const steps = page.getByRole('dialog', { name: 'Three steps to your first connection' })
  await expect(steps.locator('[aria-current="step"]')).toContainText('An account or a host')
  await look(page, 'first-run-second')
  await steps.getByRole('button', { name: 'Add an account' }).click()
  const sheet = page.getByRole('dialog', { name: 'Add an account' })
  await sheet.getByRole('button', { name: 'Fill in the lab account' }).click()
  await sheet.getByRole('button', { name: 'Save account' }).click()
  await goTo(page, 'Instances')
  await expect(instance(page, 'web-1')).toBeVisible()

  await page.getByRole('button', { name: 'Get started' }).click()
  await expect(steps.locator('[aria-current="step"]')).toContainText('The first connection')
  await steps.getByRole('button', { name: 'Skip these steps' }).click()
  await expect(page.getByRole('button', { name: 'Get started' })).toBeHidden()
  await page.reload()
  await expect(instance(page, 'web-1')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Get started' })).toBeHidden()
})

test.describe('the demo', () => {
  webOnly("the desktop opens a second Latchkey, which this test's page is not of")
  test.use({ expectedErrors: /WebSocket|ERR_CONNECTION_REFUSED/ })

  test('is tried before anything is made: a key, an instance, a terminal, and nothing of it is left', async ({
    page,
    tmpDir,
    profileDir,
  }) => {
    const demos = async () => (await readdir(tmpDir)).filter((name) => name.startsWith('latchkey-demo-'))
    const bar = page.getByRole('contentinfo')
    const tryIt = page.getByRole('button', { name: 'Try it with a demo cloud' })
    await expect(tryIt).toBeVisible()
    await look(page, 'demo-offered')
    await tryIt.click()
    await expect(bar.getByText('Demo', { exact: true })).toBeVisible({ timeout: 60_000 })
    await expect(page).toHaveTitle('Latchkey demo')
    await expect.poll(demos).toHaveLength(1)

    await createKeyByHand(page, 'deploy')
    await bindKey(page, 'web-1')
    const question = page.getByRole('dialog').filter({ hasText: 'Is this the host key of' })
    await question.getByRole('button', { name: 'Trust and continue' }).click({ timeout: 60_000 })
    const bound = page.getByRole('dialog', { name: 'Bind deploy to web-1' })
    await expect(bound).toContainText('deploy opens web-1 as debian', { timeout: 60_000 })
    await bound.getByRole('button', { name: 'Connect' }).click()
    await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain('debian@web-1:~$')
    await typeInTerminal(page, 'whoami; ls; cat /etc/passwd\n')
    await expect.poll(() => terminalText(page)).toMatch(/^debian$/m)
    await expect.poll(() => terminalText(page)).toContain('cat: /etc/passwd: No such file or directory')
    await look(page, 'demo')

    await bar.getByRole('button', { name: 'Leave the demo' }).click()
    await look(page, 'demo-leave')
    await page.getByRole('button', { name: 'Leave and delete' }).click()
    await expect(tryIt).toBeVisible({ timeout: 60_000 })
    await expect.poll(demos, { timeout: 60_000 }).toEqual([])
    expect(await readProfile(profileDir)).toMatchObject({ vault: null, keys: [], accounts: [] })

    await tryIt.click()
    await expect(bar.getByText('Demo', { exact: true })).toBeVisible({ timeout: 60_000 })
    const [folder = ''] = await demos()
    const pid = Number(folder.split('-')[2])
    const world = descendants(pid)
    expect(world).toHaveLength(1)
    process.kill(pid, 'SIGKILL')
    await expect.poll(demos, { timeout: 60_000 }).toEqual([])
    await expect.poll(() => world.filter(isAlive), { timeout: 60_000 }).toEqual([])
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
