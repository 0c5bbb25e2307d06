import { expect, it } from 'vitest'
import { backupLab } from '../../../test/helpers/backup-lab.js'

it('a copy is kept before a password is set, changed and removed, and none of a locked vault', async () => {
  const { app, backups } = await backupLab()
  await app.vault.setPassword({ next: 'correct horse' }, {})
  expect(backups.kept).toEqual(['password'])
  await app.vault.setPassword({ current: 'correct horse', next: 'another horse' }, {})
  await app.vault.setPassword({ current: 'another horse', next: null }, {})
  expect(backups.kept).toHaveLength(3)
  await app.vault.lock(undefined, {})
  await expect(app.vault.setPassword({ next: 'correct horse' }, {})).rejects.toMatchObject({
    code: 'vault-locked',
  })
  expect(backups.kept).toHaveLength(3)
}, 90_000)

it('where no copy can be kept, the password stays what it was', async () => {
  const { app, backups } = await backupLab()
  backups.keepCopy = async () => {
    throw new Error('ENOSPC: no space left on device')
  }
  await expect(app.vault.setPassword({ next: 'correct horse' }, {})).rejects.toThrow('ENOSPC')
  expect((await app.vault.status(undefined, {})).hasPassword).toBe(false)
})
