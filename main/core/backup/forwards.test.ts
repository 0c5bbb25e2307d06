import { expect, it } from 'vitest'
import { backUp, backupLab, fillLab, inspect } from '../../../test/helpers/backup-lab.js'

it('brings back what is forwarded, and says which of it needs a second look', async () => {
  const from = await backupLab()
  await fillLab(from)
  const plain = { name: '', withSession: false, keepUp: true }
  const local = {
    ...{ id: 'f-1', instanceId: 'acc-1/vm-9' },
    options: {
      kind: 'local' as const,
      listen: { host: '0.0.0.0', port: 0 },
      to: { host: 'db', port: 5432 },
      ...plain,
    },
  }
  const dynamic = {
    ...{ id: 'f-2', instanceId: 'acc-1/vm-9' },
    options: { kind: 'dynamic' as const, listen: { host: '::1', port: 1080 }, ...plain, withSession: true },
  }
  await from.profile.update((now) => ({ ...now, forwards: [local, dynamic] }))
  const made = await backUp(from)
  const to = await backupLab()
  const { id, rows } = await inspect(to, made)
  expect(rows.find(({ kind }) => kind === 'forwards')).toMatchObject({
    detail: '1 open to other computers, 1 that start with a terminal',
    does: 'adds 2 forwards, stopped, where account or host is here then',
  })
  await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
  const account = to.profile.read().accounts[0]?.id
  expect(to.profile.read().forwards).toEqual([
    { ...local, instanceId: `${account}/vm-9` },
    { ...dynamic, instanceId: `${account}/vm-9` },
  ])
  const again = await inspect(to, made)
  expect(again.rows.find(({ kind }) => kind === 'forwards')).toMatchObject({ state: 'same', does: null })
})
