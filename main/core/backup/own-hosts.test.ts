import { expect, it } from 'vitest'
import { backUp, backupLab, inspect } from '../../../test/helpers/backup-lab.js'

const added = { port: 22, tags: ['home'], jump: null }

it('brings hosts of the user back with the keys that Connect uses there, next to those that are here', async () => {
  const from = await backupLab()
  const key = await from.app.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, {})
  const { hosts } = from.app
  await hosts.add({ ...added, name: 'nas', host: '192.0.2.1', user: 'ada', keyId: key.id }, {})
  await hosts.add({ ...added, name: 'web', host: '192.0.2.2', user: 'root', keyId: key.id }, {})
  const made = await backUp(from)

  const to = await backupLab()
  const here = await to.app.hosts.add({ ...added, name: 'my nas', host: '192.0.2.1', user: 'ada' }, {})
  await to.app.hosts.add({ ...added, name: 'WEB', host: '192.0.2.3', user: 'root' }, {})
  const { id, rows } = await inspect(to, made)
  expect(rows.filter(({ kind }) => kind === 'host' || kind === 'bindings')).toMatchObject([
    { kind: 'host', name: 'my nas', state: 'same', does: null },
    { kind: 'host', name: 'web (restored)', does: 'adds it as web (restored)' },
    { kind: 'bindings', does: expect.stringContaining('binds 2 instances') },
  ])
  await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
  const now = to.profile.read()
  expect(now.hosts.map(({ name }) => name)).toEqual(['my nas', 'WEB', 'web (restored)'])
  expect(now.bindings.map(({ instanceId }) => instanceId)).toEqual([
    `hosts/${here.id}`,
    `hosts/${now.hosts[2]?.id}`,
  ])
  const again = await inspect(to, made)
  expect(again.rows.filter(({ does }) => does !== null)).toEqual([])
})
