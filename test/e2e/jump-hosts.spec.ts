import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { addUser, canAddUsers } from '../helpers/ssh-users.js'
import { type Sshd, startSshd } from '../helpers/sshd.js'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { enter, goTo, makeSealedVault, pickMore, promptShown, terminalText, trustHostKey } from './steps.js'

webOnly('what an instance is reached through is the same in both')

const PASSWORD = 'through the edge 4711'

test('a host is reached through another: the way is chosen, each host has its own line and question, and a lost jump host is named', async ({
  page,
  workDir,
}) => {
  test.skip(!canAddUsers && !process.env.CI, 'takes root')
  const user = await addUser({ password: PASSWORD })
  const start = async (name: string) => {
    const dir = join(workDir, name)
    await mkdir(dir)
    return startSshd({ dir, authorizedKeys: [], config: ['PasswordAuthentication yes'] })
  }
  const [edge, db] = [await start('edge'), await start('db')]
  try {
    await makeSealedVault(page)
    await goTo(page, 'Instances')
    await addHost(page, 'edge', user.name, edge)
    await addHost(page, 'db', user.name, db)
    for (const name of ['edge', 'db']) {
      await page.getByRole('row').filter({ hasText: name }).first().click()
      await pickMore(page, 'Connection…')
      const sheet = page.getByRole('dialog', { name: `Connection to ${name}` })
      await sheet.getByRole('checkbox', { name: 'Password' }).check()
      if (name === 'db') {
        await expect(sheet.getByText('Now: straight.')).toBeVisible()
        await sheet.getByRole('combobox', { name: 'Reached' }).click()
        await page.getByRole('option', { name: 'Through other instances' }).click()
        await sheet.getByRole('combobox', { name: 'Through' }).click()
        await page.getByRole('option', { name: /^edge/ }).click()
        await page.keyboard.press('Escape')
        await expect(sheet.getByText('edge, then this one.')).toBeVisible()
        await look(page, 'jump-route')
      }
      await sheet.getByRole('button', { name: 'Save' }).click()
      await expect(sheet).toBeHidden()
    }
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await trustHostKey(page, edge.hostKeyFingerprints)
    await answerPassword(page, 'edge', user.name, true)
    await trustHostKey(page, db.hostKeyFingerprints)
    await answerPassword(page, 'db', user.name)
    await promptShown(page)
    await expect(page.getByText('through edge')).toBeVisible()
    await look(page, 'jump-open')
    await enter(page, 'echo far-$((6*7))')
    await expect.poll(() => terminalText(page)).toMatch(/^far-42$/m)
    edge.hangUp()
    await expect(page.getByRole('alert')).toContainText('The connection to the jump host edge was lost')
    await page.getByRole('row').filter({ hasText: 'edge' }).first().click()
    await page.getByRole('button', { name: 'Remove…' }).click()
    const removing = page.getByRole('dialog', { name: 'Remove the host edge?' })
    await expect(removing).toContainText('db is reached through it')
    await removing.getByRole('button', { name: 'Remove host' }).click()
    await expect(page.getByText('The host edge is removed.')).toBeVisible()
    const row = page.getByRole('row').filter({ hasText: 'edge' })
    await expect(row).toHaveCount(0)
    await look(page, 'host-undo')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(row).toHaveCount(1)
    await row.click()
    await page.getByRole('button', { name: 'Remove…' }).click()
    await expect(removing, 'the way through it leads there again').toContainText('db is reached through it')
  } finally {
    await edge.stop()
    await db.stop()
    await user.remove()
  }
})

async function addHost(page: Page, name: string, user: string, { host, port }: Sshd): Promise<void> {
  await page.getByRole('button', { name: 'Add host' }).first().click()
  const adding = page.getByRole('dialog', { name: 'Add host' })
  await adding.getByLabel('Address').fill(`${user}@${host}:${port}`)
  await adding.getByLabel('Name', { exact: true }).click()
  await page.keyboard.type(name)
  await adding.getByRole('button', { name: 'Add host' }).click()
  await expect(adding).toBeHidden()
}

async function answerPassword(page: Page, name: string, user: string, shoot = false): Promise<void> {
  const question = page.getByRole('dialog', { name: `Password for ${name}` })
  await question.getByLabel(`Password of ${user}`).fill(PASSWORD)
  if (shoot) await look(page, 'jump-connecting')
  await question.getByRole('button', { name: 'Log in' }).click()
  await expect(question).toBeHidden()
}
