import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { runOk } from '../helpers/processes.js'
import { addUser, canAddUsers } from '../helpers/ssh-users.js'
import { type Sshd, startSshd } from '../helpers/sshd.js'
import { cells } from './grid.js'
import { openImport, opensshKey } from './key-files.js'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import {
  bindWithPassword,
  createKey,
  enter,
  goTo,
  makeSealedVault,
  promptShown,
  terminalText,
  trustHostKey,
} from './steps.js'

webOnly('what the host reads and writes is the same in both')

const GUEST_PASSWORD = 'guest of no cloud 4711'

test('a host without a cloud is added, bound by a password, connected to with exactly that key, and known to plain ssh; others come from ~/.ssh/config', async ({
  page,
  workDir,
  homeDir,
}) => {
  test.skip(!canAddUsers && !process.env.CI, 'takes root')
  const stage = await opensshKey(workDir, 'stage', '')
  const user = await addUser({ password: GUEST_PASSWORD })
  const guests: Sshd[] = []
  const startGuest = async (name: string) => {
    const dir = join(workDir, name)
    await mkdir(dir)
    const keeping = { authorizedKeys: [], authorizedKeysPath: user.file }
    const sshd = await startSshd({ dir, ...keeping, config: ['PasswordAuthentication yes'] })
    guests.push(sshd)
    return sshd
  }
  try {
    await user.keep(stage.publicText)
    const attic = await startGuest('attic')
    const cellar = await startGuest('cellar')
    await writeFile(join(homeDir, '.ssh', 'stage'), stage.privateText, { mode: 0o600 })
    const config = configOf(cellar, user.name)
    await writeFile(join(homeDir, '.ssh', 'config'), config, { mode: 0o600 })

    await makeSealedVault(page)
    const importing = await openImport(page)
    await importing.locator('input[type=file]').setInputFiles([stage.path])
    await importing.getByRole('button', { name: 'Import key' }).click()
    await expect(importing).toBeHidden()
    await createKey(page, 'deploy')

    await goTo(page, 'Instances')
    await page.getByRole('button', { name: 'Add host' }).first().click()
    const adding = page.getByRole('dialog', { name: 'Add host' })
    await look(page, 'host-add')
    await adding.getByLabel('Address').fill(`${user.name}@${attic.host}:${attic.port}`)
    await adding.getByLabel('Login user').focus()
    await expect(adding.getByLabel('Login user')).toHaveValue(user.name)
    await expect(adding.getByLabel('Port')).toHaveValue(String(attic.port))
    await expect(adding.getByLabel('Name', { exact: true })).toHaveValue(attic.host)
    await adding.getByLabel('Name', { exact: true }).click()
    await page.keyboard.type('attic')
    await expect(adding.getByLabel('Name', { exact: true })).toHaveValue('attic')
    await adding.getByRole('button', { name: 'Add host' }).click()
    await expect(adding).toBeHidden()

    const binding = await bindWithPassword(page, 'attic', /^deploy/, GUEST_PASSWORD)
    await binding.getByRole('button', { name: 'Bind', exact: true }).click()
    await trustHostKey(page, attic.hostKeyFingerprints)
    const bound = page.getByRole('dialog', { name: 'Bind deploy to attic' })
    await expect(bound).toContainText(`deploy opens attic as ${user.name}.`)
    await bound.getByRole('button', { name: 'Close' }).last().click()
    const [theirs = '', ours = ''] = (await readFile(user.file, 'utf8')).split('\n')
    expect(theirs).toBe(stage.publicText.trim())
    expect(ours).toMatch(/^ssh-ed25519 \S+ deploy latchkey:/)

    await page.getByRole('button', { name: 'Connect to attic' }).click()
    await promptShown(page)
    const deploy = await fingerprintOf(ours, workDir)
    expect(attic.log()).toContain(`Accepted publickey for ${user.name} from`)
    expect(attic.log()).toContain(deploy)
    expect(attic.log()).not.toContain(stage.fingerprint)
    await enter(page, 'echo $USER@$SSH_CONNECTION')
    await expect
      .poll(() => terminalText(page))
      .toMatch(new RegExp(`^${user.name}@127\\.0\\.0\\.1 .* ${attic.port}$`, 'm'))

    // The others stand in the user's configuration.
    await goTo(page, 'Instances')
    await page.getByRole('button', { name: 'Add host' }).first().click()
    await adding.getByRole('button', { name: 'Import from ~/.ssh/config…' }).click()
    const preview = page.getByRole('dialog', { name: 'Import from ~/.ssh/config' })
    const row = (name: string) => preview.getByRole('row').filter({ hasText: name })
    await expect(row('cellar').getByRole('checkbox')).toBeChecked()
    await expect(row('cellar')).toContainText(`${user.name}@${cellar.host}:${cellar.port}`)
    await expect(preview.getByRole('combobox', { name: 'Key pair for cellar' })).toHaveValue('stage@laptop')
    await expect(row('shortname')).toContainText('CanonicalizeHostname')
    await expect(row('shortname').getByRole('checkbox')).not.toBeChecked()
    await expect(row('git.example.com').getByRole('checkbox')).not.toBeChecked()
    await look(page, 'host-import')
    await preview.getByRole('button', { name: 'Add 2 hosts' }).click()
    await expect(preview).toContainText('2 hosts added.')
    await preview.getByRole('button', { name: 'Close' }).last().click()
    expect(await readFile(join(homeDir, '.ssh', 'config'), 'utf8')).toBe(config)
    await page.getByRole('row').filter({ hasText: 'cellar' }).click()
    await look(page, 'host-details')

    // The key that was matched opens it, and no other is offered.
    await page.getByRole('button', { name: 'Connect to cellar' }).click()
    await trustHostKey(page, cellar.hostKeyFingerprints)
    await promptShown(page)
    expect(cellar.log()).toContain(stage.fingerprint)
    expect(cellar.log()).not.toContain(deploy)
    await goTo(page, 'Instances')
    const grid = page.getByRole('grid', { name: 'Instances' })
    await expect.poll(async () => (await cells(grid, /cellar/)).Key).toContain('proven')

    await goTo(page, 'Settings')
    const plain = page.getByRole('switch', { name: 'Keep a configuration for ssh on the command line' })
    await plain.scrollIntoViewIfNeeded()
    await plain.click()
    await expect(page.getByText(/^ssh knows /)).toContainText('attic')
    await look(page, 'host-plain-ssh')
    await page.getByRole('button', { name: /^Put its line into / }).click()
    const asking = page.getByRole('dialog', { name: /^Put a line into / })
    await look(page, 'host-plain-ssh-line')
    await asking.getByRole('button', { name: 'Put in' }).click()
    await expect(page.getByRole('button', { name: /^Take the line out of / })).toBeVisible()
    const attics = await sshG(homeDir, 'attic')
    expect(attics).toMatchObject({ hostname: attic.host, port: String(attic.port), user: user.name })
    expect(attics.identitiesonly).toBe('yes')
    const [, blob = ''] = ours.split(' ')
    expect(await readFile(attics.identityfile ?? '', 'utf8')).toContain(blob)
    expect(await sshG(homeDir, 'cellar')).toMatchObject({ port: String(cellar.port), identitiesonly: 'yes' })
  } finally {
    await Promise.all(guests.map((guest) => guest.stop()))
    await user.remove()
  }
})

/** Shapes that people have: one that works as it is, one behind a jump host, a Git service, a short name. */
function configOf({ host, port }: Sshd, user: string): string {
  return `Host cellar
  HostName ${host}
  Port ${port}
  User ${user}
  IdentityFile ~/.ssh/stage

Host inner.example.com
  User ops
  ProxyJump bastion.example.com

Host git.example.com
  User git

Host shortname
  CanonicalizeHostname yes
  CanonicalDomains example.com

Host *.example.com
  User deploy
`
}

/** What OpenSSH makes of a name, by its option in small letters; the first value of each. */
async function sshG(home: string, name: string): Promise<Record<string, string>> {
  const lines = (await runOk('ssh', ['-G', '-F', join(home, '.ssh', 'config'), name])).split('\n').reverse()
  return Object.fromEntries(lines.map((line) => [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)]))
}

/** `SHA256:…` of a line of authorized_keys, as sshd logs it. */
async function fingerprintOf(line: string, dir: string): Promise<string> {
  const path = join(dir, 'line.pub')
  await writeFile(path, `${line}\n`)
  return (await runOk('ssh-keygen', ['-l', '-f', path])).split(' ')[1] ?? ''
}
