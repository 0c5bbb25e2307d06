import { expect, type Locator, type Page } from '@playwright/test'
import type { Lab } from '../lab/lab.js'
import { labAccount } from './launch.js'
import { asAnotherWindow, bindByClient } from './window-client.js'

/** What an admin does in the window, by the words that stand there. */

export const PASSWORD = 'four random words here'

/** For flows that are about something else, as `createKey` and `addLabAccount` are: typed and clicked it costs much more. */
export async function makeSealedVault(page: Page): Promise<void> {
  const made = await asAnotherWindow(page, async ({ vault }) => {
    await vault.create({ backend: 'sealed-file', password: PASSWORD })
  })
  if (made) await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
  else await makeSealedVaultByHand(page)
}

export async function makeSealedVaultByHand(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /Sealed file/ }).check()
  await page.getByLabel('Password of the sealed file').fill(PASSWORD)
  await page.getByLabel('The same password again').fill(PASSWORD)
  await page.getByRole('button', { name: 'Keep keys in a sealed file' }).click()
  // Argon2 is dear, and dearer on a busy computer.
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible({ timeout: 60_000 })
}

export async function goTo(
  page: Page,
  section:
    | 'Instances'
    | 'Keys'
    | 'Accounts'
    | 'Map'
    | 'Sessions'
    | 'Forwards'
    | 'Known hosts'
    | 'Activity'
    | 'Settings',
): Promise<void> {
  await page.getByRole('navigation', { name: 'Sections' }).getByText(section, { exact: true }).click()
}

/** What an instance's details have under More. */
export async function pickMore(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: what }).click()
}

/** Of the section Keys. */
export async function showView(page: Page, view: 'Active' | 'Archived' | 'Bin'): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Which key pairs' }).getByText(view).click()
}

/** Resolves in the section Keys, with the key pair's details open. */
export async function createKey(page: Page, name: string): Promise<void> {
  await goTo(page, 'Keys')
  const made = await asAnotherWindow(page, async ({ keys }) => {
    await keys.generate({ name, spec: { type: 'ed25519' } })
  })
  if (!made) return createKeyByHand(page, name)
  const cell = page.getByRole('gridcell').filter({ has: page.getByText(name, { exact: true }) })
  await cell.first().click()
  await expect(page.getByRole('complementary', { name: `Details of ${name}` })).toBeVisible()
}

export async function createKeyByHand(page: Page, name: string): Promise<void> {
  await goTo(page, 'Keys')
  await page.getByRole('button', { name: 'Create key pair' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByRole('button', { name: 'Create key pair' }).click()
  await expect(sheet).toBeHidden({ timeout: 60_000 })
}

/** Resolves in the section Accounts. */
export async function addLabAccount(page: Page, lab: Lab): Promise<void> {
  await goTo(page, 'Accounts')
  const added = await asAnotherWindow(page, async ({ accounts, instances }) => {
    await accounts.add(labAccount(lab))
    await instances.refresh({})
  })
  if (!added) return addLabAccountByHand(page)
  await expect(page.getByRole('row', { name: /^Lab/ })).toBeVisible()
}

export async function addLabAccountByHand(page: Page): Promise<void> {
  await goTo(page, 'Accounts')
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Fill in the lab account' }).click()
  await sheet.getByRole('button', { name: 'Save account' }).click()
  await expect(sheet).toBeHidden({ timeout: 60_000 })
}

/** Binds through the instance's row, saying yes to its host key. Resolves when the job's result is shown. */
export async function bindKey(page: Page, instance: string): Promise<void> {
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: `Bind a key to ${instance}` }).click()
  await page.getByRole('button', { name: /^(Stop and bind|Bind)$/ }).click()
}

/** The sheet that binds a key over SSH, filled in up to its last button. `key`: the beginning of the key pair's option. */
export async function bindWithPassword(
  page: Page,
  instance: string,
  key: RegExp,
  password: string,
): Promise<Locator> {
  await page.getByRole('button', { name: `Bind a key to ${instance}` }).click()
  const sheet = page.getByRole('dialog', { name: `Bind a key to ${instance}` })
  await sheet.getByRole('combobox', { name: 'Key pair' }).click()
  await page.getByRole('option', { name: key }).click()
  await sheet.getByRole('combobox', { name: 'Log in with' }).click()
  await page.getByRole('option', { name: 'A password' }).click()
  await sheet.getByLabel('Password', { exact: true }).fill(password)
  await expect(sheet).toContainText(`Log in to ${instance} with the password`)
  return sheet
}

export async function trustHostKey(page: Page, fingerprints: readonly string[]): Promise<void> {
  const question = page.getByRole('dialog').filter({ hasText: 'Is this the host key of' })
  await expect(question).toBeVisible({ timeout: 60_000 })
  const text = await question.textContent()
  expect(fingerprints.some((fingerprint) => text?.includes(fingerprint))).toBe(true)
  await question.getByRole('button', { name: 'Trust and continue' }).click()
  await expect(question).toBeHidden()
}

/** Several may ask one after the other, in any order; each of these is asked about once. */
export async function trustHostKeys(page: Page, fingerprints: readonly string[]): Promise<void> {
  const question = page.getByRole('dialog').filter({ hasText: 'Is this the host key of' })
  const waiting = new Set(fingerprints)
  while (waiting.size > 0) {
    const text = (await question.textContent({ timeout: 60_000 })) ?? ''
    const shown = [...waiting].find((fingerprint) => text.includes(fingerprint))
    if (shown === undefined) throw new Error(`Nobody has this host key: ${text}`)
    await question.getByRole('button', { name: 'Trust and continue' }).click()
    await expect(question.filter({ hasText: shown })).toBeHidden()
    waiting.delete(shown)
  }
}

/** Marks instances and opens the sheet with the plan of binding a key to all of them. `key`: the beginning of its option. */
export async function planForAll(
  page: Page,
  instances: readonly string[],
  key = /^deploy/,
): Promise<Locator> {
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: 'Refresh' }).first().click()
  for (const name of instances) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  await page.getByRole('button', { name: 'Bind…', exact: true }).click()
  const sheet = page.getByRole('dialog', { name: `Bind a key to ${instances.length} instances` })
  await sheet.getByRole('combobox', { name: 'Key pair' }).click()
  await page.getByRole('option', { name: key }).click()
  await expect(sheet.getByRole('heading', { name: 'What will happen' })).toBeVisible()
  return sheet
}

/** What the terminal shows, row by row; only where xterm draws with the DOM (no WebGL). */
export async function terminalText(page: Page): Promise<string> {
  const rows = await page.locator('.xterm-rows:visible > div').allInnerTexts()
  return rows
    .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
    .join('\n')
    .trimEnd()
}

export async function typeInTerminal(page: Page, text: string): Promise<void> {
  await page.locator('.xterm-helper-textarea:visible').focus()
  await page.keyboard.type(text)
}

/** From an empty profile to a key bound to the instance and proven there. Resolves in the section Instances. */
export async function bindFirstKey(page: Page, lab: Lab, instance: string): Promise<void> {
  const bound = await asAnotherWindow(page, async (client) => {
    await client.vault.create({ backend: 'sealed-file', password: PASSWORD })
    const { id } = await client.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } })
    await client.accounts.add(labAccount(lab))
    await bindByClient(client, id, lab.instance(instance))
  })
  if (!bound) {
    await makeSealedVaultByHand(page)
    await createKeyByHand(page, 'deploy')
    await addLabAccountByHand(page)
    await bindAndProve(page, lab, instance)
  }
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
  await goTo(page, 'Instances')
  await expect(page.getByRole('button', { name: `Connect to ${instance}` })).toBeVisible()
}

/** With the vault's one key. */
export async function bindAndProve(page: Page, lab: Lab, instance: string): Promise<void> {
  await bindKey(page, instance)
  await trustHostKey(page, lab.instance(instance).hostKeyFingerprints)
  const sheet = page.getByRole('dialog', { name: `Bind deploy to ${instance}` })
  await expect(sheet).toContainText(`deploy opens ${instance} as`, { timeout: 60_000 })
  await sheet.getByRole('button', { name: 'Close' }).last().click()
  await expect(sheet).toBeHidden()
}

/** Opens a terminal on an instance with a bound key and waits for its prompt. */
export async function connectTo(page: Page, instance: string): Promise<void> {
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: `Connect to ${instance}` }).click()
  await promptShown(page)
}

export async function promptShown(page: Page): Promise<void> {
  await expect.poll(() => terminalText(page), { timeout: 20_000 }).toMatch(/[$#]$/)
}

/** Types a line and Enter. */
export async function enter(page: Page, line: string): Promise<void> {
  await typeInTerminal(page, `${line}\n`)
}

export async function lockVault(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await lockedShown(page)
}

export async function lockedShown(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Latchkey is locked' })).toBeVisible()
}

/** On the lock screen. Resolves when the sections are there again. */
export async function unlock(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
}
