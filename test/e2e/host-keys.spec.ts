import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { run, runOk } from '../helpers/processes.js'
import { type HostKeyType, type Sshd, startSshd } from '../helpers/sshd.js'
import { openImport, opensshKey } from './key-files.js'
import { test } from './latchkey.js'
import { look } from './look.js'
import { profileFile } from './profile.js'
import {
  addLabAccount,
  bindFirstKey,
  bindKey,
  createKey,
  enter,
  goTo,
  makeSealedVault,
  promptShown,
  terminalText,
  trustHostKey,
} from './steps.js'

const unknownQuestion = (page: Page) => page.getByRole('dialog', { name: 'Is this the host key of web-1?' })
const changedQuestion = (page: Page) =>
  page.getByRole('dialog', { name: 'The host key of web-1 has changed' })

test('an unknown host is asked about with the key that it really has, and no means no', async ({
  page,
  lab,
  profileDir,
}) => {
  const web1 = lab.instance('web-1')
  await makeSealedVault(page)
  await createKey(page, 'deploy')
  await addLabAccount(page, lab)
  await bindKey(page, 'web-1')
  const question = unknownQuestion(page)
  await expect(question).toBeVisible({ timeout: 60_000 })
  await expect(question).toContainText(web1.hostKeyFingerprints[0] ?? 'no host key')
  await expect(question).toContainText(`[127.0.0.1]:${web1.port}`)
  await question.getByRole('button', { name: 'Do not connect' }).last().click()

  const sheet = page.getByRole('dialog', { name: 'Bind deploy to web-1' })
  await expect(sheet.getByRole('alert').first()).toContainText(/host key .* was not accepted/)
  await sheet.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Connect to web-1' }).click()
  await expect(question).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('tab', { name: /web-1.*not connected/ })).toBeVisible()
  await expect(page.getByRole('tabpanel')).toContainText(/host key .* was not accepted/)
  const remedies = page.getByRole('tabpanel').getByRole('button', { name: /^Connect/ })
  await expect(remedies, 'nothing under Connection makes it another').toHaveText(['Connect again'])
  expect(await profileFile(profileDir, 'known_hosts')).toBe('')
  await goTo(page, 'Known hosts')
  await expect(page.getByText('No host is known yet.')).toBeVisible()
})

test('a host with another key than before is stopped until its address is typed', async ({
  page,
  lab,
  profileDir,
}) => {
  const web1 = lab.instance('web-1')
  await bindFirstKey(page, lab, 'web-1')
  const [before = ''] = web1.hostKeyFingerprints
  const knownBefore = await profileFile(profileDir, 'known_hosts')
  await web1.rebuild()
  const [after = ''] = web1.hostKeyFingerprints
  expect(after).not.toBe(before)

  const connect = page.getByRole('button', { name: 'Connect to web-1' })
  await connect.click()
  const question = changedQuestion(page)
  await expect(question).toContainText(before)
  await expect(question).toContainText(after)
  const replace = question.getByRole('button', { name: 'Replace the known key' })
  await expect(replace).toBeDisabled()
  await question.getByLabel('Address of the host').fill('127.0.0.1')
  await expect(replace).toBeDisabled()
  await page.keyboard.press('Enter')
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Do not connect' }).last().click()
  await expect(page.getByRole('tabpanel')).toContainText('is not the one that is known')
  expect(await profileFile(profileDir, 'known_hosts')).toBe(knownBefore)

  await connect.click()
  await question.getByLabel('Address of the host').fill(`[127.0.0.1]:${web1.port}`)
  await replace.click()
  await promptShown(page)
  await enter(page, 'echo "in $((40+2))"')
  await expect.poll(() => terminalText(page)).toMatch(/^in 42$/m)
  await goTo(page, 'Known hosts')
  await expect(page.getByRole('row', { name: after })).toBeVisible()
  await expect(page.getByRole('row', { name: before })).toHaveCount(0)

  const path = join(profileDir, 'known_hosts')
  const known = await readFile(path, 'utf8')
  await writeFile(path, `${known}@revoked *${/ ssh-.*$/m.exec(known)?.[0] ?? ''}\n`)
  await page.getByRole('textbox', { name: 'Filter known hosts' }).fill(before)
  await goTo(page, 'Instances')
  await connect.click()
  const line = page.getByRole('tabpanel').filter({ hasText: 'is revoked in known_hosts' })
  await expect(line.getByRole('button', { name: 'Connection…' })).toHaveCount(0)
  await line.getByRole('button', { name: 'Show in Known hosts' }).click()
  await expect(page.getByRole('row', { name: after })).toHaveText([/revoked/])
})

test("the user's own known_hosts is searched, hashed names too, and cleaned line by line with a way back", async ({
  page,
  lab,
  homeDir,
}) => {
  const { host, port } = lab.instance('web-1')
  const path = join(homeDir, '.ssh', 'known_hosts')
  const scanned = await runOk('ssh-keyscan', ['-t', 'ed25519', '-p', `${port}`, host])
  await writeFile(path, scanned.replaceAll(/^#.*\n/gm, ''))
  await runOk('ssh-keygen', ['-H', '-f', path])
  const mine = `# mine\nold.example${scanned.slice(scanned.lastIndexOf(' ssh-'))}`
  await writeFile(path, (await readFile(path, 'utf8')) + mine)
  const before = await readFile(path, 'utf8')
  await makeSealedVault(page)
  await addLabAccount(page, lab)
  await goTo(page, 'Instances')
  await expect(page.getByRole('row', { name: 'web-1' })).toBeVisible()

  await goTo(page, 'Known hosts')
  const grid = page.getByRole('grid', { name: 'Known hosts' })
  // The cloud knows whose address is hashed there.
  await expect(grid.getByRole('row', { name: 'web-1' })).toBeVisible()
  await expect(grid.getByRole('row', { name: 'old.example' })).toBeVisible()
  await look(page, 'known-hosts')
  const filter = page.getByLabel('Filter known hosts')
  await filter.fill(`[${host}]:${port}`)
  await expect(grid.getByRole('row', { name: 'old.example' })).toHaveCount(0)
  await grid.getByRole('row', { name: 'web-1' }).click()
  await page.getByRole('button', { name: 'Remove…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Remove this entry?' })
  await expect(sheet).toContainText(path)
  await expect(sheet.getByRole('list', { name: 'What is removed' })).toContainText('line 1')
  expect(await readFile(path, 'utf8')).toBe(before)
  await look(page, 'known-hosts-remove')
  await sheet.getByRole('button', { name: 'Remove the entry' }).click()
  await expect(sheet).toHaveCount(0)
  expect(await readFile(path, 'utf8')).toBe(mine)
  expect(await readFile(`${path}.old`, 'utf8')).toBe(before)
  expect((await run('ssh-keygen', ['-F', `[${host}]:${port}`, '-f', path])).stdout).toBe('')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(grid.getByRole('row', { name: '(hashed)' })).toBeVisible()
  expect(await readFile(path, 'utf8')).toBe(before)
})

test('keys that a host announces are taken over after a yes, so that their change alarms nobody; another one is compared by pasting', async ({
  page,
  workDir,
  profileDir,
}) => {
  const dir = join(workDir, 'attic')
  await mkdir(dir)
  const stage = await opensshKey(workDir, 'stage', '')
  let sshd: Sshd | undefined
  const serve = async (...hostKeys: HostKeyType[]) => {
    await sshd?.stop()
    const again = sshd === undefined ? {} : { port: sshd.port }
    sshd = await startSshd({ dir, authorizedKeys: [stage.publicText.trim()], hostKeys, ...again })
    return sshd
  }
  try {
    const first = await serve('ed25519')
    const name = `[${first.host}]:${first.port}`
    await makeSealedVault(page)
    const importing = await openImport(page)
    await importing.locator('input[type=file]').setInputFiles([stage.path])
    await importing.getByRole('button', { name: 'Import key' }).click()
    await expect(importing).toBeHidden()
    await goTo(page, 'Instances')
    await page.getByRole('button', { name: 'Add host' }).first().click()
    const adding = page.getByRole('dialog', { name: 'Add host' })
    await adding.getByLabel('Address').fill(`${first.user}@${first.host}:${first.port}`)
    await adding.getByLabel('Name', { exact: true }).click()
    await page.keyboard.type('attic')
    await adding.getByRole('combobox', { name: 'Key pair that opens it already' }).click()
    await page.getByRole('option', { name: /^stage/ }).click()
    await adding.getByRole('button', { name: 'Add host' }).click()
    await expect(adding).toBeHidden()
    const connect = async () => {
      await goTo(page, 'Instances')
      await page.getByRole('button', { name: 'Connect to attic' }).click()
    }
    await connect()
    await trustHostKey(page, first.hostKeyFingerprints)
    await promptShown(page)

    const both = await serve('ed25519', 'ecdsa')
    const [old = '', next = ''] = both.hostKeyFingerprints
    await connect()
    const card = page.getByRole('region', { name: 'Announced host keys' })
    await expect(card.getByRole('status')).toHaveText('attic announced 1 further host key')
    await expect(card).toContainText(next)
    await look(page, 'host-keys-announced')
    expect(await profileFile(profileDir, 'known_hosts')).not.toContain(both.hostKeys[1])
    await card.getByRole('button', { name: 'Update known hosts' }).click()
    await expect(card).toBeHidden()
    for (const key of both.hostKeys)
      await expect.poll(() => profileFile(profileDir, 'known_hosts')).toContain(`${name} ${key}`)

    // The old key goes, as announced: nobody is alarmed.
    await serve('ecdsa')
    await connect()
    await expect(card.getByRole('status')).toHaveText('attic no longer has 1 known host key')
    await expect(card).toContainText(old)
    await card.getByRole('button', { name: 'Ask again next time' }).click()
    await expect(card).toBeHidden()

    // One that nobody announced is another matter.
    const stranger = await serve('rsa')
    const [offered = ''] = stranger.hostKeyFingerprints
    await connect()
    const question = page.getByRole('dialog', { name: 'The host key of attic has changed' })
    for (const fingerprint of [old, next, offered]) await expect(question).toContainText(fingerprint)
    const pasted = question.getByLabel('What it printed')
    await pasted.fill(`256 ${next} root@attic (ECDSA)`)
    await expect(question.getByText('That is the known key, not the one that is offered now.')).toBeVisible()
    await look(page, 'host-key-changed')
    await pasted.fill(`2048 ${offered} root@attic (RSA)`)
    await expect(question.getByText('It is the same key.')).toBeVisible()
    await question.getByLabel('Address of the host').fill(name)
    await question.getByRole('button', { name: 'Replace the known key' }).click()
    await expect(question).toBeHidden()
    await expect
      .poll(() => profileFile(profileDir, 'known_hosts'))
      .toMatch(/^\S+ ssh-rsa \S+ latchkey \S+\n$/)
  } finally {
    await sshd?.stop()
  }
})
