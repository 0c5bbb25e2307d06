import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../main/core/app.js'
import type { App } from '../../main/core/services.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { sealedFile } from '../../main/platform/sealed-file.js'

const password = 'correct horse battery'
const cost = { memory: 64, passes: 1, lanes: 1 }

/** The core over a real profile folder, with a sealed file that costs little; its vault is not opened yet. */
export async function startApp(profileDir: string) {
  const ports = await openPorts({ profileDir })
  const secretStores = [sealedFile(profileDir, cost)]
  const host = { kind: 'web' as const, version: '0', profileDir, putAside: [], lab: null, crashes: 0 }
  const app = createApp({ ...ports, secretStores }, host)
  const close = async () => {
    await app.close()
    await ports.close()
  }
  return { app, profile: ports.profile, close }
}

/** The same with an open vault, which is made if there is none. */
export async function openVault(profileDir: string) {
  const started = await startApp(profileDir)
  await unlock(started.app)
  return started
}

export async function unlock({ vault }: App): Promise<void> {
  const { state } = await vault.status(undefined, {})
  if (state === 'none') await vault.create({ backend: 'sealed-file', password }, {})
  else await vault.unlock({ password }, {})
}

/** The secret of that name in a copy of the sealed file; null where it is not in it. */
export async function secretIn(copy: Uint8Array, name: string): Promise<Uint8Array | null> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-sealed-copy-'))
  try {
    await writeFile(join(folder, 'vault.sealed'), copy)
    return await (await sealedFile(folder, cost).open(Buffer.from(password))).get(name)
  } finally {
    await rm(folder, { recursive: true })
  }
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
