import type { InstanceState } from '../../../../contract/instances.js'

/** https://docs.openstack.org/api-guide/compute/server_concepts.html */
const byStatus = new Map<string, InstanceState>([
  ['ACTIVE', 'running'],
  ['RESCUE', 'running'],
  ['VERIFY_RESIZE', 'running'],
  ['SHUTOFF', 'stopped'],
  ['PAUSED', 'stopped'],
  ['SUSPENDED', 'stopped'],
  ['SHELVED', 'stopped'],
  ['SHELVED_OFFLOADED', 'stopped'],
  ['BUILD', 'starting'],
  ['REBOOT', 'changing'],
  ['HARD_REBOOT', 'changing'],
  ['REBUILD', 'changing'],
  ['RESIZE', 'changing'],
  ['REVERT_RESIZE', 'changing'],
  ['MIGRATING', 'changing'],
  ['PASSWORD', 'changing'],
  ['ERROR', 'error'],
  ['DELETED', 'gone'],
  ['SOFT_DELETED', 'gone'],
])

/** A task under way says more than the status, which changes at its end. Others, as a snapshot, leave the state as it is. */
const byTask = new Map<string, InstanceState>([
  ['powering-off', 'stopping'],
  ['powering-on', 'starting'],
  ['deleting', 'changing'],
  ['rebuilding', 'changing'],
  ['rebooting', 'changing'],
  ['reboot_started', 'changing'],
])

/** Where a server is, by its status and its task (empty: none). */
export function stateOf(status: string, taskState: string): InstanceState {
  return byTask.get(taskState) ?? byStatus.get(status) ?? 'unknown'
}
