import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { KitState } from '../../../contract/backup.js'
import { Time } from '../../../contract/base.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { isLatchkeyError } from '../lib/error.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { problemOf } from '../lib/problem.js'
import { wipe } from '../lib/wipe.js'
import type { Ports, SecretStore } from '../ports.js'
import { isShown, type Kit, type Profile } from '../profile.js'
import type { VaultService } from '../services.js'
import { encryptToRecipient } from './age-file.js'
import { collect } from './collect.js'

/** A burst of changes, an import of many keys, is written once. */
const PAUSE_MS = 500

/** What the rescue file was last written from; stands beside it and holds nothing secret. */
const RescueState = z.object({
  recipient: z.string(),
  digest: z.string(),
  writtenAt: Time,
  /** Of its records: one that is gone must be gone from the file before it too. */
  ids: z.array(z.string()),
  without: z.array(z.string()),
})
type RescueState = z.infer<typeof RescueState>

export interface RescueParts {
  ports: Pick<Ports, 'profile' | 'knownHosts' | 'backups' | 'clock' | 'log'>
  vault: Pick<VaultService, 'secrets' | 'onOpen'>
}

/**
 * The file that the recovery kit opens: everything in the vault, encrypted to the kit's recipient, written anew after
 * every change of keys, accounts and host keys. Who writes it can't read it. While the vault is locked it can't be written either,
 * and a crash may come between a change and the writing: so each opening of the vault compares, and writes what is due.
 */
export function createRescueFile({ ports, vault }: RescueParts) {
  const { profile, knownHosts, backups, clock, log } = ports
  const inTurn = oneAtATime()
  let problem: ErrorInfo | null = null
  let pause: Promise<void> | null = null

  async function write(kit: Kit, secrets: SecretStore): Promise<void> {
    const content = { ...profile.read(), kit }
    const before = await readState()
    const now = new Date(clock.now()).toISOString()
    const hosts = await knownHosts.read()
    const found = await collect({ profile: content, secrets, knownHosts: hosts, now, log })
    try {
      const file = await encryptToRecipient(found.bytes, kit.recipient)
      const { recipient } = kit
      const state = { recipient, digest: digestOf(content, hosts), writtenAt: now, ids: idsOf(content) }
      await backups.rescue.write(file, { previous: previousAfter(before, state) })
      await backups.rescueState.write(`${JSON.stringify({ ...state, without: found.without })}\n`)
      problem = null
      log.info('rescue.written', {
        keys: found.keys,
        accounts: found.accounts,
        without: found.without.length,
      })
    } finally {
      wipe(found.bytes)
    }
  }

  /** Null where there is none that can be read: the file is then written anew. */
  async function readState(): Promise<RescueState | null> {
    try {
      return RescueState.parse(JSON.parse(await backups.rescueState.read()))
    } catch (_noneOrDamaged) {
      return null
    }
  }

  async function isUpToDate(kit: Kit, state: RescueState | null): Promise<boolean> {
    if (state === null || !(await backups.rescue.exists())) return false
    const digest = digestOf(profile.read(), await knownHosts.read())
    return state.recipient === kit.recipient && state.digest === digest
  }

  /** Never throws: the next change or opening tries again, and the window says what the matter is. */
  async function writeIfDue(): Promise<void> {
    const { kit } = profile.read()
    if (kit === null) return
    try {
      if (await isUpToDate(kit, await readState())) return
      await write(kit, vault.secrets())
    } catch (error) {
      if (isLatchkeyError(error, 'vault-locked')) return // the next opening does it
      problem = problemOf(error, 'rescue.not-written', log)
      log.warn('rescue.not-written', { problem: problem.code })
    }
  }

  function changed(): void {
    if (profile.read().kit === null || pause !== null) return
    pause = clock
      .sleep(PAUSE_MS)
      .finally(() => {
        pause = null
      })
      .then(() => inTurn(writeIfDue))
  }

  vault.onOpen(changed)

  return {
    /** Something of the profile or of known_hosts has changed: has the file written soon if it is due. */
    changed,

    /** Writes it now for a kit that is not in the profile yet. Throws what the vault and the disk throw. */
    writeFor: (kit: Kit) => inTurn(() => write(kit, vault.secrets())),

    /**
     * Deletes it, then has the kit forgotten, and writes nothing in between: cut off there, the kit is seen to be without
     * its file, and not the other way round.
     */
    remove: (forgetKit: () => Promise<void>) =>
      inTurn(async () => {
        await backups.rescue.remove()
        await backups.rescueState.write('')
        await forgetKit()
        problem = null
      }),

    /** Has what is due written now. Never throws. */
    settled: () => inTurn(writeIfDue),

    async state(): Promise<KitState | null> {
      const { kit } = profile.read()
      if (kit === null) return null
      const state = await readState()
      const isForThis = state?.recipient === kit.recipient && (await backups.rescue.exists())
      return {
        ...kit,
        path: backups.rescue.path,
        writtenAt: isForThis ? state.writtenAt : null,
        upToDate: await isUpToDate(kit, state),
        without: isForThis ? state.without : [],
        problem,
      }
    },
  }
}

export type RescueFile = ReturnType<typeof createRescueFile>

/**
 * What the file holds of something since deleted goes. One that lacks a secret is not worth to be the version before: the
 * version before it may be the last that has the secret, and stays until there is a whole one again.
 */
function previousAfter(before: RescueState | null, now: Pick<RescueState, 'recipient' | 'ids'>) {
  if (before?.recipient !== now.recipient || !before.ids.every((id) => now.ids.includes(id))) return 'drop'
  return before.without.length > 0 ? 'keep' : 'replace'
}

const storedAccounts = ({ accounts }: Profile) => accounts.filter(({ phase }) => phase === 'stored')

function idsOf(profile: Profile): string[] {
  return [...profile.keys.filter(isShown), ...storedAccounts(profile)].map(({ id }) => id)
}

/** Of what a restored vault would be missed of. That a key has been used again is no reason to write the file. */
function digestOf(profile: Profile, knownHosts: string): string {
  const keys = profile.keys
    .filter(isShown)
    .map(({ phase: _phase, lastUsedAt: _used, dueSince: _due, ...key }) => key)
  const bindings = profile.bindings.map(({ proofs: _proofs, ...binding }) => binding)
  const { kit, settings, wanted, hosts, snippets, connections, forwards, nameplates } = profile
  const accounts = storedAccounts(profile)
  const content = {
    kit,
    settings,
    keys,
    accounts,
    bindings,
    wanted,
    knownHosts,
    ...(hosts.length > 0 && { hosts }),
    ...(snippets.length > 0 && { snippets }),
    ...(connections.length > 0 && { connections }),
    ...(forwards.length > 0 && { forwards }),
    ...(nameplates.length > 0 && { nameplates }),
  }
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
