import { expect, it } from 'vitest'
import { accountRecord, accountSecret, backupLab } from '../helpers/backup-lab.js'
import { manyKeys } from '../helpers/many-keys.js'
import { seen } from '../helpers/map-facts.js'

it('what was seen over SSH on the instances of an account leaves the disk when the account is removed', async () => {
  const [deploy] = manyKeys(1)
  const lab = await backupLab({ accounts: [accountRecord('a'), accountRecord('b')] })
  await lab.secrets.set('account/a', Buffer.from(JSON.stringify(accountSecret('a'))))
  const mine = seen('b/vm', ...(deploy === undefined ? [] : [deploy]))
  await lab.observations.write({ version: 1, observations: [seen('a/vm'), mine] })
  await lab.app.accounts.remove({ id: 'a' }, {})
  await expect.poll(lab.observations.read).toEqual({ version: 1, observations: [mine] })
})
