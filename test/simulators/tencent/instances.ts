import { randomBytes } from 'node:crypto'
import { type Action, type Call, cvm, page, text, texts } from './action.js'
import { ApiError, noSuchInstance } from './errors.js'
import type { Instance } from './state.js'

export const instances: Record<string, Action> = {
  DescribeInstances: cvm(list, { regional: true, takes: ['InstanceIds', 'Filters', 'Offset', 'Limit'] }),
  DescribeInstanceVncUrl: cvm(vncUrl, { regional: true, takes: ['InstanceId'] }),
}

function list(call: Call): object {
  const found = call.params.InstanceIds === undefined ? here(call) : wanted(call)
  return page(call, 'InstanceSet', found.map(toResponse))
}

const here = ({ state, region }: Call) => state.instances.filter((instance) => instance.region === region)

function wanted(call: Call): Instance[] {
  const ids = texts(call, 'InstanceIds')
  if (call.state.settings.unknownInstances === 'left-out')
    return here(call).filter(({ id }) => ids.includes(id))
  return ids.map((id) => instance(call, id))
}

/** Throws `InvalidInstanceId.…` for one that is not in the region. */
export function instance(call: Call, id: string): Instance {
  if (!/^ins-[0-9a-z]{8}$/.test(id))
    throw new ApiError('InvalidInstanceId.Malformed', `The instanceId \`${id}\` is malformed.`)
  const found = here(call).find((one) => one.id === id)
  if (!found) throw noSuchInstance(id)
  return found
}

/** https://www.tencentcloud.com/document/product/213/33259: with its signs escaped, as in the vendor's example. */
function vncUrl(call: Call): object {
  const { state } = instance(call, text(call, 'InstanceId'))
  if (state === 'STOPPED')
    throw new ApiError('UnsupportedOperation.InstanceStateStopped', 'The instance is stopped.')
  const token = randomBytes(48).toString('base64url')
  call.state.consoleTokens.push(token)
  return { InstanceVncUrl: encodeURIComponent(`wss://bjvnc.qcloud.com:26789/vnc?s=${token}`) }
}

const toResponse = (instance: Instance) => ({
  InstanceId: instance.id,
  InstanceName: instance.name,
  InstanceState: instance.state,
  InstanceType: 'S5.SMALL1',
  InstanceChargeType: 'POSTPAID_BY_HOUR',
  RestrictState: 'NORMAL',
  OsName: instance.osName,
  ImageId: 'img-9qabwvbn',
  DefaultLoginUser: instance.loginUser,
  DefaultLoginPort: instance.loginPort,
  LoginSettings: {
    Password: null,
    KeepImageLogin: null,
    KeyIds: instance.keyIds.length > 0 ? instance.keyIds : null,
  },
  PublicIpAddresses: instance.publicAddress === null ? null : [instance.publicAddress],
  PrivateIpAddresses: [instance.privateAddress],
  IPv6Addresses: null,
  PublicIPv6Addresses: [],
  Placement: { Zone: `${instance.region}-1`, ProjectId: 0, HostId: null },
  LatestOperation: instance.latest.action,
  LatestOperationState: instance.latest.state,
  LatestOperationRequestId: instance.latest.requestId,
  LatestOperationErrorMsg: instance.latest.error,
  StopChargingMode:
    instance.state !== 'STOPPED'
      ? 'NOT_APPLICABLE'
      : instance.stopCharging
        ? 'STOP_CHARGING'
        : 'KEEP_CHARGING',
  CreatedTime: '2025-03-01T09:00:00Z',
  Tags: [],
})
