import { expect, it } from 'vitest'
import { startApp } from '../helpers/memory-app.js'

const all = { text: '', events: [], limit: 1000 }

it('what happens to keys and vault is in the activity record, and no secret', async () => {
  const { app } = await startApp()
  const events = async () =>
    (await app.activity.list(all, {})).entries.map(({ event, key, detail }) => [event, key?.name, detail])
  const password = 'a long battery of horses'

  await app.vault.setPassword({ next: password }, {})
  await app.vault.lock(undefined, {})
  await expect(app.vault.unlock({ password: 'wrong horse' }, {})).rejects.toMatchObject({
    code: 'password-wrong',
  })
  await app.vault.unlock({ password }, {})
  const { id } = await app.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, {})
  const passphrase = 'marmalade skies tangerine'
  const target = { folder: 'ssh', fileName: 'id_deploy', format: 'openssh', id } as const
  await app.keys.export({ ...target, passphrase }, {})
  await app.keys.export({ ...target, fileName: 'plain', unprotected: 'deploy' }, {})
  await app.keys.update({ id, name: 'deploy-2' }, {})
  await app.keys.setState({ id, state: 'bin' }, {})
  await app.keys.delete({ id, name: 'deploy-2' }, {})

  expect((await events()).reverse()).toEqual([
    ['vault-unlocked', undefined, undefined],
    ['vault-password-set', undefined, undefined],
    ['vault-locked', undefined, 'user'],
    ['vault-unlock-failed', undefined, 'at an unlocking'],
    ['vault-unlocked', undefined, undefined],
    ['key-made', 'deploy', undefined],
    ['key-exported', 'deploy', 'openssh, encrypted, /home/ada/.ssh/id_deploy'],
    ['key-exported', 'deploy', 'openssh, not encrypted, /home/ada/.ssh/plain'],
    ['key-renamed', 'deploy-2', 'before: deploy'],
    ['key-binned', 'deploy-2', undefined],
    ['key-deleted', 'deploy-2', undefined],
  ])
  expect(await app.activity.verify(undefined, {})).toMatchObject({ state: 'sound', entries: 11 })
  const lines = await app.activity.lines(undefined, {})
  for (const secret of [password, passphrase, 'wrong horse']) expect(lines).not.toContain(secret)
})

it('an export that failed is not recorded as one', async () => {
  const { app } = await startApp()
  const { id } = await app.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, {})
  const target = { folder: 'ssh', fileName: 'id_deploy', format: 'openssh', id } as const
  await expect(app.keys.export({ ...target, unprotected: 'deplo' }, {})).rejects.toThrow()
  const { entries } = await app.activity.list(all, {})
  expect(entries.map(({ event }) => event)).toEqual(['key-made', 'vault-unlocked'])
})
