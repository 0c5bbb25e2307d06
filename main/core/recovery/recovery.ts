import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import type { Instance } from '../../../contract/instances.js'
import type { RecoveryGuide, RecoveryProof } from '../../../contract/recovery.js'
import { findProof, type NotProven, type ProofParts } from '../bindings/proof.js'
import type { CloudInstance } from '../clouds/cloud.js'
import { withBinding, withProof } from '../inventory/binding-records.js'
import { atOnce } from '../lib/at-most.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Ports } from '../ports.js'
import type { AccountsService, InstancesService, KeysService, RecoveryService } from '../services.js'
import { bootLines, shellLines } from './lines.js'
import { afterwards, anyPlace, ownPlace, withoutPassword, withPassword } from './steps.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  instances: Pick<InstancesService, 'fresh'>
  accounts: Pick<AccountsService, 'push'>
  keys: Pick<KeysService, 'record' | 'openSigner' | 'publicKeyLine'>
  connect: ProofParts['connect']
  dialTo?: ProofParts['dialTo']
}

/** Leads back into an instance that no key opens: what its cloud can do, what a person does at its screen, and the proof. */
export function createRecovery({
  ports,
  instances,
  accounts,
  keys,
  connect,
  dialTo,
}: Parts): RecoveryService {
  const { profile, clock, log } = ports

  async function push(keyId: string, accountId: string, signal: AbortSignal | undefined) {
    try {
      const [result] = await accounts.push({ keyId, accountIds: [accountId] }, signal ? { signal } : {})
      return { cloudName: result?.cloudName ?? null, problem: result?.problem ?? null }
    } catch (error) {
      return { cloudName: null, problem: problemOf(error, 'recovery.incident', log) }
    }
  }

  return {
    async guide({ instanceId }, { signal }) {
      const { instance, cloud } = await instances.fresh(instanceId)
      const { recovery, binding } = cloud
      const whyNoAddress = (await recovery?.whyNoAddress?.(signal)) ?? null
      return {
        instanceId,
        instanceName: instance.name,
        user: instance.user,
        keyType: recovery?.keyType ?? 'ed25519',
        byCloud: binding?.label ?? null,
        console: {
          place: isOwn(instance) ? ownPlace : (recovery?.consolePlace ?? anyPlace),
          hasAddress: recovery !== undefined && whyNoAddress === null,
          whyNoAddress,
          noPasting: recovery?.noPasting ?? null,
          withoutPassword,
          afterwards,
        },
      } satisfies RecoveryGuide
    },

    async lines({ instanceId, keyId, user }, { signal }) {
      const [type, blob] = keys.publicKeyLine(keyId).split(' ')
      const publicKey = `${type} ${blob}`
      const { instance, cloud } = await instances.fresh(instanceId)
      const nowhere = { cloudName: null, problem: null }
      const pushed = isOwn(instance) ? nowhere : await push(keyId, instance.accountId, signal)
      return {
        withPassword: withPassword(user, cloud.recovery?.newPassword),
        shell: shellLines(publicKey, user),
        boot: bootLines(publicKey, user),
        ...pushed,
      }
    },

    async console({ instanceId }, { signal }) {
      const { cloud, cloudInstance } = await instances.fresh(instanceId)
      const { recovery } = cloud
      const why = (await recovery?.whyNoAddress?.(signal)) ?? null
      if (recovery === undefined || why !== null) throw noAddress(cloudInstance, why)
      if (cloudInstance.state === 'stopped') throw isDark(cloudInstance)
      return recovery.consoleAddress(cloudInstance.cloudId, signal)
    },

    async prove({ instanceId, keyId, user }, { signal = new AbortController().signal }) {
      const { name: keyName } = keys.record(keyId)
      const { instance } = await instances.fresh(instanceId)
      const whyRefused = `Look at the console whether the lines ended with the listing of authorized_keys, and whether ${user} is the user they were made for.`
      const progress = {
        run: <T>(_step: string, work: () => Promise<T>) => work(),
        detail: () => undefined,
      }
      const order = { keyId, keyName, instance, users: [user], whyRefused, progress, signal }
      const parts = { inTurn: atOnce, clock, keys, connect, dialTo }
      const finding = await findProof({ ...order, reach: async () => undefined }, parts)
      log.info('recovery.proof', { instanceId, outcome: finding.kind })
      if (finding.kind !== 'proven') return notProven(finding)
      const login = { instanceId, keyId, user: finding.user, at: new Date(clock.now()).toISOString() }
      await profile.update((now) => withProof(withBinding(now, login), login))
      const message = `${keyName} opens ${instance.name} as ${finding.user}.`
      return { proven: true, message, advice: null, problem: null }
    },
  }
}

/** In no cloud. */
const isOwn = ({ accountId }: Instance) => accountId === HOSTS_ACCOUNT

function notProven({ message, advice, problem }: NotProven): RecoveryProof {
  return { proven: false, message, advice, problem: problem ?? null }
}

function noAddress({ name }: CloudInstance, why: string | null): LatchkeyError {
  return new LatchkeyError('cloud-failed', why ?? `The cloud of ${name} tells no address of its console.`, {
    advice: "Open it on the cloud's own pages.",
  })
}

function isDark({ name }: CloudInstance): LatchkeyError {
  return new LatchkeyError('cloud-failed', `${name} is stopped, and shows its screen only while it runs.`, {
    advice: 'Start it, then ask again.',
  })
}
