import type { Backend } from '../../contract/vault.js'
import { createApp } from '../../main/core/app.js'
import { keychainEntries } from '../../main/platform/keychain-entries.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { sealedFile } from '../../main/platform/sealed-file.js'

const password = 'correct horse battery'
const cost = { memory: 64, passes: 1, lanes: 1 }

/** What one process finds at the end of its steps. */
export interface RepairEnd {
  /** Kind and name of each. */
  findings: string[]
  /** Of a check of everything, if there was one. */
  checked: string[]
  /** Names of key pairs; those that sign, and those that are a public half alone. */
  sign: string[]
  publicOnly: string[]
}

async function openReal(directory: string, backend: Backend) {
  const ports = await openPorts({ profileDir: directory })
  const others = ports.secretStores.filter((store) => store.backend !== 'sealed-file')
  const secretStores = [...others, sealedFile(directory, cost)]
  const host = {
    kind: 'web' as const,
    version: '0',
    profileDir: directory,
    putAside: [],
    lab: null,
    crashes: 0,
  }
  const app = createApp({ ...ports, secretStores }, host)
  const given = backend === 'sealed-file' ? { password } : {}
  const { state } = await app.vault.status(undefined, {})
  if (state === 'none') await app.vault.create({ backend, ...given }, {})
  else if (state !== 'open') await app.vault.unlock(given, {})
  return { app, ports }
}

type Real = Awaited<ReturnType<typeof openReal>>

/**
 * Carries out steps on the real stores and says what is there then. `make:NAME` makes a key pair, `delete:NAME` deletes
 * its item in the keychain as another program may, `damage:NAME` writes over it, `copy:NAME` copies it to an item that
 * belongs to nobody; `check`; `keep-public`, `put-back`, `remove` repair the first finding that can be repaired so.
 * `beforeLast` is called before the last step.
 */
export async function runRepair(
  directory: string,
  backend: Backend,
  steps: string[],
  beforeLast: () => void = () => undefined,
): Promise<RepairEnd> {
  const real = await openReal(directory, backend)
  let checked: string[] = []
  for (const [index, step] of steps.entries()) {
    if (index === steps.length - 1) {
      await real.app.activity.verify(undefined, {}) // what was noted before is on the disk
      beforeLast()
    }
    const found = await carryOut(real, step)
    if (found !== null) checked = found
  }
  const end = { ...(await endOf(real)), checked }
  await real.app.activity.verify(undefined, {})
  await real.ports.close()
  return end
}

async function carryOut({ app, ports }: Real, step: string): Promise<string[] | null> {
  const [verb = '', name = ''] = step.split(':')
  if (verb === 'make') await app.keys.generate({ name, spec: { type: 'ed25519' } }, {})
  if (['delete', 'damage', 'copy'].includes(verb)) await spoil({ app, ports }, verb, name)
  if (verb === 'check') return check(app)
  const findings = verb === 'make' ? [] : await app.repair.list(undefined, {})
  if (verb === 'keep-public') await app.repair.keepPublic({ id: withRepair('keep-public').id }, {})
  if (verb === 'put-back') {
    const { id, proposedName } = withRepair('put-back')
    await app.repair.putBack({ id, name: proposedName }, {})
  }
  if (verb === 'remove') {
    const { id, typed } = withRepair('delete')
    await app.repair.delete({ id, typed }, {})
  }
  return null

  function withRepair(by: string) {
    const found = findings.find(({ repairs }) => repairs.some((repair) => repair === by))
    if (found === undefined) throw new Error(`Nothing to ${by}: ${JSON.stringify(findings)}`)
    return found
  }
}

async function spoil({ app, ports }: Real, verb: string, name: string): Promise<void> {
  const id = (await app.keys.list(undefined, {})).find((key) => key.name === name)?.id ?? ''
  const entries = keychainEntries()
  const item = `${ports.profile.read().id}/key/${id}`
  if (verb === 'delete') await entries.delete(item)
  if (verb === 'damage') await entries.set(item, Buffer.from('written over'))
  if (verb === 'copy') {
    const secret = await app.vault.secrets().get(`key/${id}`)
    if (secret !== null) await app.vault.secrets().set('key/copy', secret)
  }
}

async function check(app: Real['app']): Promise<string[]> {
  for await (const { result } of await app.repair.check(undefined, {}))
    if (result !== null) return result.findings.map(({ kind, name }) => `${kind} ${name}`)
  throw new Error('The check has no end')
}

async function endOf({ app }: Real): Promise<Omit<RepairEnd, 'checked'>> {
  const findings = (await app.repair.list(undefined, {})).map(({ kind, name }) => `${kind} ${name}`)
  const sign: string[] = []
  const keys = await app.keys.list(undefined, {})
  for (const { id, name } of keys) if (await signs(app, id)) sign.push(name)
  const publicOnly = keys.filter(({ storedIn }) => storedIn === null).map(({ name }) => name)
  return { findings, sign: sign.sort(), publicOnly }
}

async function signs(app: Real['app'], id: string): Promise<boolean> {
  try {
    const signer = await app.keys.openSigner(id)
    const { length } = await signer.sign(Buffer.from('data'))
    signer.close()
    return length === 64
  } catch (_noPrivateHalf) {
    return false
  }
}
