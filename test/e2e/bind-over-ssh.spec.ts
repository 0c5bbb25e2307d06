import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { addUser, canAddUsers } from '../helpers/ssh-users.js'
import { type Sshd, startSshd } from '../helpers/sshd.js'
import { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { addAccount } from './cloud-steps.js'
import { cells } from './grid.js'
import { openImport, opensshKey } from './key-files.js'
import { test, webOnly } from './latchkey.js'
import { look } from './look.js'
import { needlesOf } from './secret-forms.js'
import { found, foundInFiles } from './secret-traces.js'
import { addressesWithSsh, startGuest } from './ssh-guests.js'
import { createKey, goTo, makeSealedVault, pickMore, planForAll, trustHostKeys, unlock } from './steps.js'

webOnly('what the host writes is the same in both, and the guests are much to start')

// Of the host that is killed.
test.use({ expectedErrors: /WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/ })

const WEBS = ['web-1', 'web-2', 'web-3']
const NAMES = [...WEBS, 'mail-1']
const GUEST_PASSWORD = 'wörd "of" the guest 4711'

test('a key goes over SSH to several instances at once, to one of them by a password, also where it was cut off, and the old one goes from them', async ({
  page,
  host,
  workDir,
  profileDir,
}) => {
  const hosts = await addressesWithSsh(NAMES.length)
  test.skip((hosts === null || !canAddUsers) && !process.env.CI, 'takes root and a free port 22')
  const cloud = await startOpenStackSimulator()
  const ops = await opensshKey(workDir, 'ops', '')
  const user = await addUser({ password: GUEST_PASSWORD, keys: ops.publicText })
  const guests: Sshd[] = []
  try {
    const [mailHost = '', ...webHosts] = hosts?.reverse() ?? []
    await cloud.addKeyPair('ops', ops.publicText.trim())
    for (const [n, address] of webHosts.entries()) {
      guests.push(await startGuest(join(workDir, NAMES[n] ?? ''), address, [ops.publicText.trim()]))
      cloud.addServer({ name: NAMES[n] ?? '', floating: [address], keyName: 'ops', imageId: imageOf('root') })
    }
    const sshd = await startSshd({
      ...{ dir: user.home, host: mailHost, port: 22, authorizedKeys: [], authorizedKeysPath: user.file },
      config: ['PasswordAuthentication yes'],
    })
    guests.push(sshd)
    cloud.addServer({ name: 'mail-1', floating: [mailHost], imageId: imageOf(user.name) })

    await makeSealedVault(page)
    const importing = await openImport(page)
    await importing.locator('input[type=file]').setInputFiles([ops.path])
    await importing.getByRole('button', { name: 'Import key' }).click()
    await expect(importing).toBeHidden()
    await createKey(page, 'deploy')
    await goTo(page, 'Accounts')
    await addAccount(page, 'OpenStack', 'VK', {
      'Identity endpoint': cloud.identity,
      User: cloud.user.name,
      Password: cloud.user.password,
      Project: cloud.project.name,
    })

    // For each instance the key that works; where none is known, it takes a password.
    const plan = await planForAll(page, NAMES)
    await expect(plan).toContainText('Latchkey logs in to the instance as root with the key pair ops@laptop.')
    await expect(plan).toContainText('Left as they are')
    await expect(plan).toContainText('It would be logged in to with a password, and none is typed.')
    await expect(plan.getByRole('button', { name: 'Bind 3 instances' })).toBeEnabled()
    await look(page, 'bind-over-ssh-plan')
    await plan.getByLabel('Password', { exact: true }).fill(GUEST_PASSWORD)
    await plan.getByText('Other users, limits of the key').click()
    await plan.getByLabel('Last day').fill('2020-01-01')
    await plan.getByLabel('Only from').fill('127.0.0.1/8')
    await plan.getByLabel('Also for').fill('no-such-user')
    await expect(plan).toContainText('127.0.0.1/8 has bits set behind its mask')
    await expect(plan).toContainText('This day is over')
    await expect(plan.getByRole('button', { name: 'Bind 4 instances' })).toBeDisabled()
    await look(page, 'bind-limits-refused')
    await plan.getByLabel('Last day').fill('2099-12-31')
    await plan.getByLabel('Only from').fill('127.0.0.0/8, !192.0.2.*')
    // Right from the field before, whose plan is asked for then.
    await plan.getByLabel('No forwarding').check()
    await plan.getByText('Each instance by itself').click()
    const userOfMail = plan.getByLabel('Login user of mail-1')
    await expect(userOfMail).toHaveAttribute('placeholder', user.name)
    await expect(plan).toContainText('deploy opens only from 127.0.0.0/8, !192.0.2.*.')
    await expect(plan).toContainText('Then the same is done for no-such-user')
    await userOfMail.scrollIntoViewIfNeeded()
    await plan.getByRole('combobox', { name: 'What logs in to web-2' }).click()
    await look(page, 'bind-each-by-itself')
    await page.getByRole('option', { name: /^ops@laptop/ }).click()
    await plan.getByRole('button', { name: 'Bind 4 instances' }).click()

    // Cut off in the middle, all four are begun again together, as they were chosen; the password is typed anew.
    await expect(page.getByRole('dialog').filter({ hasText: 'Is this the host key of' })).toBeVisible()
    await host.kill()
    await page.goto(await host.start())
    await unlock(page)
    const cutOff = page.getByRole('alert').filter({ hasText: /Binding deploy to .* was cut off/ })
    await expect(cutOff).toContainText(/deploy to \S+, \S+, \S+ and 1 more was/)
    await expect(cutOff).toContainText('Each authorized_keys is whole, with or without the new line.')
    await look(page, 'bind-batch-cut-off')
    await cutOff.getByRole('button', { name: 'Bind again…' }).click()
    await expect(plan.getByLabel('Only from')).toHaveValue('127.0.0.0/8, !192.0.2.*')
    await expect(plan.getByLabel('Last day')).toHaveValue('2099-12-31')
    await expect(plan.getByLabel('No forwarding')).toBeChecked()
    await expect(plan.getByLabel('Also for')).toHaveValue('no-such-user')
    await expect(userOfMail).toHaveValue(user.name)
    await expect(plan.getByRole('button', { name: 'Bind 3 instances' })).toBeEnabled()
    await plan.getByLabel('Password', { exact: true }).fill(GUEST_PASSWORD)
    await look(page, 'bind-again')
    await plan.getByRole('button', { name: 'Bind 4 instances' }).click()
    await trustHostKeys(
      page,
      guests.flatMap(({ hostKeyFingerprints }) => hostKeyFingerprints),
    )
    const progress = page.getByRole('dialog', { name: /^(Binding|Bound) deploy to / })
    await expect(progress).toContainText('Bound to 4 instances. Not every further user has the key.')
    const row = (name: string) =>
      progress.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) })
    for (const name of WEBS) await expect(row(name)).toContainText(`deploy opens ${name} as root.`)
    await expect(row('mail-1')).toContainText(`deploy opens mail-1 as ${user.name}.`)
    await expect(row('mail-1')).toContainText('no-such-user: mail-1 has no account no-such-user')
    await expect(cutOff).toBeHidden()
    await look(page, 'bind-over-ssh-results')
    for (const guest of guests) {
      const lines = (await readFile(guest.authorizedKeysPath, 'utf8')).trimEnd().split('\n')
      expect(lines).toEqual([
        ops.publicText.trim(),
        expect.stringMatching(
          /^restrict,pty,from="127\.0\.0\.0\/8,!192\.0\.2\.\*",expiry-time="21000101" ssh-ed25519 \S+ deploy latchkey:/,
        ),
      ])
    }
    const needles = needlesOf(new Map([['password', GUEST_PASSWORD]]))
    const written = await readFile(join(profileDir, 'profile.json'))
    expect(found(needles, [Buffer.concat([written, Buffer.from(GUEST_PASSWORD)])])).toEqual(['password'])
    expect(await foundInFiles(needles, profileDir), 'in the profile and the log').toEqual([])
    expect(sshd.log()).toContain(`Accepted password for ${user.name}`)
    // Where one key takes the place of another, the old one can go next.
    await progress.getByRole('button', { name: 'Done' }).click()

    // The old key goes from the three that it opened, and the new one is seen to open them still.
    await goTo(page, 'Instances')
    for (const name of WEBS) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
    await page.getByRole('button', { name: 'Unbind…', exact: true }).first().click()
    const unbind = page.getByRole('dialog', { name: 'Unbind a key from 3 instances' })
    await unbind.getByRole('combobox', { name: 'Key pair' }).click()
    await page.getByRole('option', { name: /^ops@laptop \(on 3 of 3\)/ }).click()
    await expect(unbind).toContainText('Latchkey logs in to the instance as root with the key pair deploy.')
    await look(page, 'unbind-over-ssh-plan')
    await unbind.getByRole('button', { name: 'Unbind 3 instances' }).click()
    const gone = page.getByRole('dialog', { name: /^(Unbinding|Unbound) ops@laptop from / })
    await expect(gone).toContainText('Unbound from 3 instances.')
    for (const name of WEBS)
      await expect(gone).toContainText(`ops@laptop no longer opens ${name} as root; deploy still does.`)
    await gone.getByRole('button', { name: 'Done' }).click()
    for (const guest of guests.slice(0, 3))
      expect(await readFile(guest.authorizedKeysPath, 'utf8')).toMatch(
        /^restrict\S+ ssh-ed25519 \S+ deploy latchkey:\S+\n$/,
      )

    // The last way in stays, until the name of the instance is typed.
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('row').filter({ hasText: 'web-1' }).click()
    await pickMore(page, 'Unbind…')
    const one = page.getByRole('dialog', { name: 'Unbind a key from web-1' })
    await one.getByRole('combobox', { name: 'Key pair' }).click()
    await page.getByRole('option', { name: /^deploy/ }).click()
    await expect(one).toContainText('No other key pair of the vault was seen to open web-1 as root')
    await one.getByRole('button', { name: 'Unbind', exact: true }).click()
    const last = page.getByRole('dialog', { name: 'Unbind deploy from web-1' })
    await expect(last).toContainText('deploy is the last way in to web-1 as root')
    await look(page, 'unbind-last-way-in-refused')
    await last.getByRole('button', { name: 'Unbind all the same…' }).click()
    const verb = one.getByRole('button', { name: 'Unbind', exact: true })
    await expect(verb).toBeDisabled()
    await one.getByLabel('Type web-1 to take away the last way in').fill('web-1')
    await verb.click()
    await expect(last).toContainText('deploy no longer opens web-1 as root')
    await last.getByRole('button', { name: 'Close' }).last().click()
    expect(await readFile(guests[0]?.authorizedKeysPath ?? '', 'utf8')).toBe('')

    // Of several each has its own name to be typed; what is left empty stays.
    await goTo(page, 'Instances')
    for (const name of ['web-2', 'web-3'])
      await page.getByRole('checkbox', { name: `Select ${name}` }).check()
    await page.getByRole('button', { name: 'Unbind…', exact: true }).first().click()
    const two = page.getByRole('dialog', { name: 'Unbind a key from 2 instances' })
    await two.getByRole('combobox', { name: 'Key pair' }).click()
    await page.getByRole('option', { name: /^deploy/ }).click()
    await two.getByRole('button', { name: 'Unbind 2 instances' }).click()
    const kept = page.getByRole('dialog', { name: /deploy/ })
    await expect(kept.getByText('last way in: stays')).toHaveCount(2)
    await look(page, 'unbind-many-last-ways-in')
    await kept.getByRole('button', { name: 'Unbind the other 2 by name…' }).click()
    await expect(two.getByRole('button', { name: /^Unbind/ })).toBeDisabled()
    await two.getByLabel('Type web-2 to take away the last way in').fill('web-2')
    await look(page, 'unbind-many-by-name')
    await two.getByRole('button', { name: 'Unbind 1 instance' }).click()
    await expect(kept).toContainText('deploy no longer opens web-2 as root')
    await kept.getByRole('button', { name: 'Done' }).click()
    expect(await readFile(guests[1]?.authorizedKeysPath ?? '', 'utf8')).toBe('')
    expect(await readFile(guests[2]?.authorizedKeysPath ?? '', 'utf8')).not.toBe('')
    await goTo(page, 'Map')
    const keys = page.getByRole('grid', { name: 'Keys on the map' })
    await expect.poll(() => cells(keys, /^deploy/)).toMatchObject({ Observed: '2', Proven: '2' })
    await expect.poll(() => cells(keys, /^ops/)).toMatchObject({ Declared: '3', Observed: '1' })
  } finally {
    await Promise.all(guests.map((guest) => guest.stop()))
    await user.remove()
    await cloud.stop()
  }

  function imageOf(adminUser: string): string {
    const id = randomUUID()
    cloud.state.images.push({ id, name: 'Lab image', properties: { os_admin_user: adminUser } })
    return id
  }
})
