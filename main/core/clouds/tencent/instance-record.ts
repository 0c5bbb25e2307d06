import { z } from 'zod'
import type { InstanceState } from '../../../../contract/instances.js'

/** Tencent Cloud says null for what it does not know or an instance has not. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const texts = z
  .array(z.string())
  .nullish()
  .transform((values) => values ?? [])

/** An instance as DescribeInstances gives it: https://www.tencentcloud.com/document/product/213/15753#Instance */
export const InstanceRecord = z.object({
  /** What can't be an id of the contract would spoil the list of all accounts. */
  InstanceId: z.string().min(1).max(100),
  InstanceName: text,
  CreatedTime: text,
  InstanceState: text,
  OsName: text,
  ImageId: text,
  Placement: z.object({ Zone: text }).nullish(),
  PublicIpAddresses: texts,
  PrivateIpAddresses: texts,
  PublicIPv6Addresses: texts,
  IPv6Addresses: texts,
  LoginSettings: z.object({ KeyIds: texts }).nullish(),
  DefaultLoginUser: text,
  DefaultLoginPort: z.int().nullish(),
  Tags: z.array(z.object({ Key: text, Value: text })).nullish(),
  LatestOperation: text,
  /** SUCCESS, OPERATING or FAILED. */
  LatestOperationState: text,
  LatestOperationRequestId: text,
  LatestOperationErrorMsg: text,
  StopChargingMode: text,
  /** NORMAL, EXPIRED or PROTECTIVELY_ISOLATED. */
  RestrictState: text,
})
export type InstanceRecord = z.infer<typeof InstanceRecord>

/** An instance and the region that it was found in. */
export interface FoundInstance {
  region: string
  record: InstanceRecord
}

/** InstanceStatus of Tencent Cloud. `SHUTDOWN` is an instance that was given back and waits for its end. */
const states = new Map<string, InstanceState>([
  ['RUNNING', 'running'],
  ['STOPPED', 'stopped'],
  ['STARTING', 'starting'],
  ['STOPPING', 'stopping'],
  ['PENDING', 'changing'],
  ['REBOOTING', 'changing'],
  ['RESCUE_MODE', 'changing'],
  ['ENTER_RESCUE_MODE', 'changing'],
  ['EXIT_RESCUE_MODE', 'changing'],
  ['SERVICE_LIVE_MIGRATE', 'changing'],
  ['ENTER_SERVICE_LIVE_MIGRATE', 'changing'],
  ['EXIT_SERVICE_LIVE_MIGRATE', 'changing'],
  ['LAUNCH_FAILED', 'error'],
  ['SHUTDOWN', 'gone'],
  ['TERMINATING', 'gone'],
])

export function stateOf({ InstanceState }: InstanceRecord): InstanceState {
  return states.get(InstanceState) ?? 'unknown'
}

export function keyIdsOf({ LoginSettings }: InstanceRecord): string[] {
  return LoginSettings?.KeyIds ?? []
}

/** Whether the cloud has ended what it was at with the instance. */
export function isSettled(record: InstanceRecord): boolean {
  const state = stateOf(record)
  return record.LatestOperationState !== 'OPERATING' && (state === 'running' || state === 'stopped')
}
