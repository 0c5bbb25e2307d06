import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readAllKeys } from '../../main/core/authorized-keys/remote-keys.js'
import { type KeysLab, keysLab, plainOrder, shellKinds } from '../helpers/authorized-keys-lab.js'
import { canAddUsers } from '../helpers/ssh-users.js'
import { sshdInstalled } from '../helpers/sshd.js'

describe.runIf((sshdInstalled && canAddUsers) || process.env.CI)(
  'where keys are looked for, as an ordinary user can see it',
  () => {
    let lab: KeysLab
    let settings: string
    beforeAll(async () => {
      lab = await keysLab({ included: true })
    })
    afterAll(() => lab.stop())
    beforeEach(async () => {
      settings = await readFile(lab.settings, 'utf8')
    })
    afterEach(async () => {
      await writeFile(lab.settings, settings)
      await chmod(lab.settings, 0o644)
    })
    async function look(user: { name: string } = lab.users.dash) {
      const door = await lab.door(user)
      const { keys } = await readAllKeys(door, plainOrder).finally(() => door.connection.end())
      return keys
    }

    it.each(shellKinds)('follows what sshd_config includes, with %s', async (kind) => {
      const keys = await look(lab.users[kind])
      expect(keys).toMatchObject({ source: 'sshd', path: lab.users[kind].file, warnings: [] })
      // From the included file alone: the real sshd let in by it.
      expect(keys.others.map(({ path }) => path)).toEqual([expect.stringMatching(/entry_keys$/)])
    })

    it('says what it can not see where an included file is for root alone', async () => {
      await chmod(lab.settings, 0o600)
      expect((await look()).warnings).toContain(unknown(lab.users.dash))
    })

    it.each([
      'Match Group wheel,adm\n  AuthorizedKeysFile /etc/keys/%u\n',
      'match all\n\tauthorizedkeysfile=/etc/keys/%u\n',
      'Match User nobody\n  Include /etc/ssh/more.conf\n',
    ])('does not guess for whom a Match holds: %j', async (text) => {
      await appendFile(lab.settings, text)
      expect((await look()).warnings).toEqual([unknown(lab.users.dash)])
    })

    it('says that a command is asked for keys too', async () => {
      await writeFile(lab.settings, `AuthorizedKeysCommand /usr/bin/sss_ssh_authorizedkeys\n${settings}`)
      expect((await look()).warnings).toEqual([expect.stringContaining('also asks a command for keys')])
      await writeFile(lab.settings, `AuthorizedKeysCommand none\n${settings}`)
      expect((await look()).warnings).toEqual([])
    })

    it('says nothing of a Match about something else, or of a file that includes itself', async () => {
      await appendFile(lab.settings, 'Match User git\n  PasswordAuthentication no\n')
      expect((await look()).warnings).toEqual([])
      await writeFile(lab.settings, `${settings.split('\n')[0]}\nInclude ${lab.settings}\n`)
      expect((await look()).warnings).toEqual([])
    })

    const unknown = ({ name }: { name: string }) =>
      `Only root can see on ${name}@web-1 whether its sshd reads another file for ${name}.`
  },
)
