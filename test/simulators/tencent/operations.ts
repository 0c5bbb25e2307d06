import { setTimeout as sleep } from 'node:timers/promises'
import { type Action, type Call, cvm, texts } from './action.js'
import { ApiError, invalidValue } from './errors.js'
import { instance } from './instances.js'
import { keyPair } from './key-pairs.js'
import type { Instance } from './state.js'

export const operations: Record<string, Action> = {
  StopInstances: cvm(stop, {
    regional: true,
    takes: ['InstanceIds', 'StopType', 'StoppedMode', 'ForceStop'],
  }),
  StartInstances: cvm(start, { regional: true, takes: ['InstanceIds'] }),
  AssociateInstancesKeyPairs: cvm(associate, {
    regional: true,
    takes: ['InstanceIds', 'KeyIds', 'ForceStop'],
  }),
  DisassociateInstancesKeyPairs: cvm(disassociate, {
    regional: true,
    takes: ['InstanceIds', 'KeyIds', 'ForceStop'],
  }),
}

function stop(call: Call): object {
  const { StopType = 'SOFT', StoppedMode = 'KEEP_CHARGING' } = call.params
  if (!['SOFT', 'SOFT_FIRST', 'HARD'].includes(String(StopType)))
    throw invalidValue('The specified `StopType` is invalid.')
  const wanted = those(call, (one) => requireState(one, 'RUNNING'))
  return begin(call, wanted, async (one) => {
    one.state = 'STOPPING'
    await takeTime(call)
    if (one.ignoresPowerButton && StopType === 'SOFT') {
      one.state = 'RUNNING'
      throw new Error('The instance did not shut down in time.')
    }
    await one.guest.stop()
    one.state = 'STOPPED'
    one.stopCharging = StoppedMode === 'STOP_CHARGING'
  })
}

function start(call: Call): object {
  const wanted = those(call, (one) => requireState(one, 'STOPPED'))
  return begin(call, wanted, (one) => boot(call, one))
}

function associate(call: Call): object {
  const keyIds = texts(call, 'KeyIds').map((id) => keyPair(call.state, id).id)
  return rebind(call, (one) => {
    release(call, one, one.keyIds)
    one.keyIds = keyIds
    one.passwordLogin = false
  })
}

function disassociate(call: Call): object {
  const keyIds = texts(call, 'KeyIds').map((id) => keyPair(call.state, id).id)
  return rebind(call, (one) => {
    release(call, one, keyIds)
    one.keyIds = one.keyIds.filter((id) => !keyIds.includes(id))
    one.passwordLogin = one.keyIds.length === 0
  })
}

/** On stopped instances; with ForceStop it cuts the power of running ones, and starts them again. */
function rebind(call: Call, change: (one: Instance) => void): object {
  const force = call.params.ForceStop === true
  const wanted = those(call, (one) => {
    if (/windows/i.test(one.osName))
      throw new ApiError('UnsupportedOperation.InstanceOsWindows', 'Windows instances are not supported.')
    if (one.state === 'STOPPED' && one.stopCharging)
      throw new ApiError(
        'UnsupportedOperation.StoppedModeStopCharging',
        'The instance was stopped without a charge.',
      )
    if (!(force && one.state === 'RUNNING')) requireState(one, 'STOPPED')
  })
  return begin(call, wanted, async (one) => {
    const ran = one.state === 'RUNNING'
    if (ran) one.state = 'STOPPING'
    await Promise.all([takeTime(call), ...(ran ? [one.guest.stop()] : [])])
    one.state = 'STOPPED'
    change(one)
    await one.guest.setKeys(one.keyIds.map((id) => keyPair(call.state, id).publicKey))
    if (ran) await boot(call, one)
  })
}

/** The call's instances. One that `check` refuses, or that the cloud is at already, refuses them all. */
function those(call: Call, check: (one: Instance) => void): Instance[] {
  const wanted = texts(call, 'InstanceIds').map((id) => instance(call, id))
  for (const one of wanted) {
    if (one.latest.state === 'OPERATING')
      throw new ApiError(
        'OperationDenied.InstanceOperationInProgress',
        `The instance \`${one.id}\` is in operation \`${one.latest.action}\`.`,
      )
    check(one)
  }
  return wanted
}

/** Answers at once; the work goes on, and the instance tells how it went. */
function begin(call: Call, wanted: Instance[], work: (one: Instance) => Promise<void>): object {
  const { action, requestId } = call
  for (const one of wanted) {
    one.latest = { action, state: 'OPERATING', requestId, error: '' }
    work(one).then(
      () => {
        one.latest = { action, state: 'SUCCESS', requestId, error: '' }
      },
      (error: Error) => {
        one.latest = { action, state: 'FAILED', requestId, error: error.message }
      },
    )
  }
  return {}
}

/** Waits as long as an operation takes. Doesn't keep the process alive. */
const takeTime = (call: Call) => sleep(call.state.settings.operationMs, undefined, { ref: false })

async function boot(call: Call, one: Instance): Promise<void> {
  one.state = 'STARTING'
  one.stopCharging = false
  await Promise.all([takeTime(call), one.guest.start()])
  one.state = 'RUNNING'
}

/** DeleteKeyPairs goes on refusing for a while. */
function release({ state }: Call, one: Instance, keyIds: string[]): void {
  for (const pair of state.keyPairs)
    if (keyIds.includes(pair.id) && one.keyIds.includes(pair.id))
      pair.busyUntil = Date.now() + state.settings.inUseLagMs
}

function requireState({ id, state }: Instance, wanted: Instance['state']): void {
  if (state === wanted) return
  const word = state.charAt(0) + state.slice(1).toLowerCase()
  throw new ApiError(
    `UnsupportedOperation.InstanceState${word}`,
    `The instance \`${id}\` in state \`${state}\` does not support the operation.`,
  )
}
