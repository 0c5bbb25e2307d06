import { expect, it } from 'vitest'
import { defaultConnection } from '../../../contract/connection.js'
import { backUp, backupLab, fillLab, inspect } from '../../../test/helpers/backup-lab.js'
import { decryptFile } from './age-file.js'

const options = {
  ...defaultConnection,
  user: 'ops',
  ways: { agent: true, prompts: true, password: true },
  agent: '/run/user/1000/agent',
  keepAliveSeconds: 7,
  addressFamily: 'ipv6' as const,
  environment: [{ name: 'LC_X', value: 'a b' }],
  startUp: { command: 'tmux attach', instead: true },
  weakAlgorithms: ['aes128-cbc' as const],
}

const nas = { name: 'nas', host: '192.0.2.1', user: 'ada', port: 22, tags: [], jump: null }

/** An account's instance and a host of the user's own, each with settings. */
async function settledLab() {
  const lab = await backupLab()
  await fillLab(lab)
  const { id } = await lab.app.hosts.add(nas, {})
  const own = { ...defaultConnection, instanceId: `hosts/${id}`, compression: true }
  await lab.profile.update((now) => ({
    ...now,
    connections: [{ ...options, instanceId: 'acc-1/vm-9' }, own],
  }))
  return lab
}

it('brings back how instances are connected to, and says which of it needs a second look', async () => {
  const from = await settledLab()
  const made = await backUp(from)
  const to = await backupLab()
  const { id, rows } = await inspect(to, made)
  expect(rows.find(({ kind }) => kind === 'connections')).toMatchObject({
    name: 'Connection settings',
    detail: '1 with a start-up command, 1 with weak algorithms',
    state: 'new',
    does: 'sets how 2 instances are connected to, where account or host is here then',
    proposed: true,
  })
  await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
  const { connections, hosts } = to.profile.read()
  expect(connections).toEqual([
    { ...options, instanceId: 'acc-1/vm-9' },
    { ...defaultConnection, instanceId: `hosts/${hosts[0]?.id}`, compression: true },
  ])
  const again = await inspect(to, made)
  expect(again.rows.find(({ kind }) => kind === 'connections')).toMatchObject({ state: 'same', does: null })
})

it('leaves what is set here, and what has no place here', async () => {
  const made = await backUp(await settledLab())
  const to = await backupLab()
  const here = await to.app.hosts.add({ ...nas, name: 'my nas' }, {})
  const mine = { ...defaultConnection, keepAliveSeconds: 60 }
  await to.app.connection.set({ instanceId: `hosts/${here.id}`, options: mine }, {})
  const { id, rows } = await inspect(to, made)
  const row = rows.find(({ kind }) => kind === 'connections')
  expect(row).toMatchObject({ does: expect.stringContaining('sets how 1 instance is connected to') })
  await to.app.backup.restore({ id, rowIds: [row?.id ?? ''] }, {})
  expect(to.profile.read().connections).toEqual([{ ...mine, instanceId: `hosts/${here.id}` }])
})

it('holds no password: there is no field for one', async () => {
  const lab = await settledLab()
  const { file, secret } = await backUp(lab)
  const { plain } = await decryptFile(file, secret)
  const [first] = JSON.parse(Buffer.from(plain).toString()).connections
  expect(Object.keys(first).sort()).toEqual([...Object.keys(defaultConnection), 'instanceId'].sort())
  expect(first.ways).toEqual(options.ways)
})

it('opens a backup of before there was this', async () => {
  const made = await backUp(await backupLab())
  const { rows } = await inspect(await backupLab(), made)
  expect(rows.some(({ kind }) => kind === 'connections')).toBe(false)
})
