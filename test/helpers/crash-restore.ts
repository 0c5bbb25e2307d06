import { readFile } from 'node:fs/promises'
import { createApp } from '../../main/core/app.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { sealedFile } from '../../main/platform/sealed-file.js'

const password = 'correct horse battery'
const cost = { memory: 64, passes: 1, lanes: 1 }

/** The core over a real profile folder with an open sealed file, made or opened at little cost. */
export async function openVault(profileDir: string) {
  const ports = await openPorts({ profileDir })
  const secretStores = [sealedFile(profileDir, cost)]
  const host = { kind: 'web' as const, version: '0', profileDir, putAside: [], lab: null }
  const app = createApp({ ...ports, secretStores }, host)
  const { state } = await app.vault.status(undefined, {})
  if (state === 'none') await app.vault.create({ backend: 'sealed-file', password }, {})
  else await app.vault.unlock({ password }, {})
  const close = async () => {
    await app.close()
    await ports.close()
  }
  return { app, profile: ports.profile, close }
}

export type OpenVault = Awaited<ReturnType<typeof openVault>>

/** Restores everything that a backup would do something with. */
export async function restoreInto(
  { app }: OpenVault,
  { file, code }: { file: string; code: string },
): Promise<void> {
  const base64 = (await readFile(file)).toString('base64')
  const { id, rows } = await app.backup.inspect({ base64, secret: code }, {})
  await app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
}
