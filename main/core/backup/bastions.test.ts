import { expect, it } from 'vitest'
import { backUp, backupLab, fillLab, inspect } from '../../../test/helpers/backup-lab.js'

const nas = { name: 'nas', host: '192.0.2.1', user: 'ada', port: 22, tags: [], jump: null }

/** An account that is reached through an own host, one zone of it through an instance of its own. */
async function settledLab() {
  const lab = await backupLab()
  await fillLab(lab)
  const { id } = await lab.app.hosts.add(nas, {})
  const accountId = lab.profile.read().accounts[0]?.id ?? ''
  const bastions = [
    { zone: null, instanceId: `hosts/${id}`, alsoPublic: true },
    { zone: 'north', instanceId: `${accountId}/vm-1`, alsoPublic: false },
  ]
  await lab.app.routes.setBastions({ accountId, bastions }, {})
  return { lab, bastions }
}

it('brings back through what the instances of accounts are reached', async () => {
  const { lab } = await settledLab()
  const made = await backUp(lab)
  const to = await backupLab()
  const { id, rows } = await inspect(to, made)
  expect(rows.find(({ kind }) => kind === 'bastions')).toMatchObject({
    name: 'Bastions',
    state: 'new',
    does: 'sets 2 bastions, where the account is here then',
    proposed: true,
  })
  await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
  const { accounts, hosts } = to.profile.read()
  const accountId = accounts[0]?.id ?? ''
  expect(await to.app.routes.bastions({ accountId }, {})).toEqual([
    { zone: null, instanceId: `hosts/${hosts[0]?.id}`, alsoPublic: true },
    { zone: 'north', instanceId: `${accountId}/vm-1`, alsoPublic: false },
  ])
  const again = await inspect(to, made)
  expect(again.rows.find(({ kind }) => kind === 'bastions')).toMatchObject({ state: 'same', does: null })
})

it('leaves the bastion that is chosen here, and names one whose host is not restored', async () => {
  const { lab, bastions } = await settledLab()
  const made = await backUp(lab)
  const to = await backupLab()
  const first = await inspect(to, made)
  const isAccount = ({ kind }: { kind: string }) => kind === 'account'
  await to.app.backup.restore({ id: first.id, rowIds: first.rows.filter(isAccount).map((row) => row.id) }, {})
  const accountId = to.profile.read().accounts[0]?.id ?? ''
  const mine = { zone: 'north', instanceId: `${accountId}/vm-7`, alsoPublic: false }
  await to.app.routes.setBastions({ accountId, bastions: [mine] }, {})
  const { id, rows } = await inspect(to, made)
  const row = rows.find(({ kind }) => kind === 'bastions')
  expect(row?.does).toContain('sets 1 bastion,')
  await to.app.backup.restore({ id, rowIds: [row?.id ?? ''] }, {})
  expect(await to.app.routes.bastions({ accountId }, {})).toEqual([mine, bastions[0]])
})

it('opens a backup of before there was this', async () => {
  const made = await backUp(await backupLab())
  const { rows } = await inspect(await backupLab(), made)
  expect(rows.some(({ kind }) => kind === 'bastions')).toBe(false)
})
