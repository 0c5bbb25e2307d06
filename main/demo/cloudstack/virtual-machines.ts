import { randomBytes } from 'node:crypto'
import { DOMAIN } from './catalog.js'
import { type Call, type Command, entity, read, required, write } from './command.js'
import { invalid, unauthorized } from './errors.js'
import { submit, takeTime } from './jobs.js'
import { findKeyPair } from './key-pairs.js'
import { page } from './paging.js'
import { isAtLeast, type VirtualMachine } from './state.js'

export const virtualMachines: Record<string, Command> = {
  listVirtualMachines: read(list),
  stopVirtualMachine: write((call) => job(call, 'StopVMCmd', stop)),
  startVirtualMachine: write((call) => job(call, 'StartVMCmd', start)),
  resetSSHKeyForVirtualMachine: write(reset),
  createConsoleEndpoint: write(consoleEndpoint),
}

const own = (call: Call) => call.state.virtualMachines.filter((vm) => vm.account === call.account)

/** What a command may do something with: a project's machines need no `projectid` for that. */
const mayChange = ({ state, account }: Call) =>
  state.virtualMachines.filter((vm) => vm.account === account || state.projects.includes(vm.account))

function list(call: Call): object {
  const { name, state, zoneid, keyword, keypair } = call.params
  const found = (call.params.id ? [entity(call, 'id', own(call))] : own(call))
    .filter((vm) => !name || vm.name === name)
    .filter((vm) => !state || vm.state.toLowerCase() === state.toLowerCase())
    .filter((vm) => !zoneid || vm.zone.id === zoneid)
    .filter((vm) => !keyword || vm.name.includes(keyword))
    .filter((vm) => !keypair || vm.keypairs.includes(keypair))
  const entries = found.map((vm) => toResponse(call, vm))
  return page(call, 'virtualmachine', entries)
}

function job(call: Call, cmd: string, work: (call: Call, vm: VirtualMachine) => Promise<void>): object {
  const vm = entity(call, 'id', mayChange(call))
  return submit(call, cmd, vm, async () => {
    await work(call, vm)
    return { virtualmachine: toResponse(call, vm) }
  })
}

async function stop(call: Call, vm: VirtualMachine): Promise<void> {
  if (vm.state === 'Stopped') return
  vm.state = 'Stopping'
  await Promise.all([vm.guest.stop(), takeTime(call)])
  vm.state = 'Stopped'
}

async function start(call: Call, vm: VirtualMachine): Promise<void> {
  if (vm.state === 'Running') {
    throw invalid(`The virtual machine ${vm.id} (${vm.name}) is already running`)
  }
  vm.state = 'Starting'
  await Promise.all([boot(vm), takeTime(call)])
  vm.state = 'Running'
}

/**
 * Boots the guest. Stock cloud-init images take the offered keys at their first boot only; with `[ssh, always]` in the
 * template at every boot.
 */
export async function boot(vm: VirtualMachine): Promise<void> {
  await vm.guest.start(vm.sshAlways || !vm.hasBooted ? vm.offeredKeys : null)
  vm.hasBooted = true
}

function reset(call: Call): object {
  const names = wantedKeyPairs(call)
  return job(call, 'ResetVMSSHKeyCmd', async (_, vm) => {
    if (vm.state === 'Error' || vm.state === 'Expunging') {
      throw invalid('Vm with specified id is not in the right state')
    }
    if (vm.state !== 'Stopped') {
      throw invalid(
        `Vm VM instance {"id":1,"instanceName":"${vm.name}"} should be stopped to do SSH Key reset`,
      )
    }
    const pairs = names.map((name) => findKeyPair(call.account, name)).filter((pair) => pair !== undefined)
    if (pairs.length !== names.length) throw invalid('Not all specified keypairs exist')
    await takeTime(call)
    vm.keypairs = names
    vm.offeredKeys = pairs.map((pair) => pair.publicKey)
  })
}

/** CreateConsoleEndpointCmd, since 4.18. What is in the way is told in an answer that is not refused. */
function consoleEndpoint(call: Call): object {
  if (!isAtLeast(call.state, 4, 18)) throw unauthorized()
  const vm = entity(call, 'virtualmachineid', mayChange(call))
  if (['Stopped', 'Error', 'Destroyed'].includes(vm.state)) {
    const why = `VM ${vm.id} must be running to connect console, sending blank response for console access request`
    return { consoleendpoint: { success: false, details: `Server Internal Error: ${why}` } }
  }
  const token = randomBytes(48).toString('base64url')
  call.state.consoleTokens.push(token)
  const [host, port, path] = ['127.0.0.1', '8080', 'websockify']
  const url = `http://${host}/resource/noVNC/vnc.html?autoconnect=true&port=${port}&token=${token}`
  return { consoleendpoint: { success: true, url, websocket: { host, port, path, token } } }
}

function wantedKeyPairs(call: Call): string[] {
  required(call, 'id')
  if (!isAtLeast(call.state, 4, 17)) return [required(call, 'keypair')]
  const names = [...(call.params.keypairs?.split(',') ?? []), call.params.keypair ?? ''].filter(Boolean)
  if (names.length === 0) throw invalid("'keypair' or 'keypairs' must be specified")
  return [...new Set(names)]
}

function toResponse(call: Call, vm: VirtualMachine): object {
  const wanted = call.params.details?.split(',') ?? ['all']
  const shows = (detail: string) => wanted.includes('all') || wanted.includes(detail)
  return {
    id: vm.id,
    name: vm.name,
    displayname: vm.name,
    account: vm.account.name,
    ...DOMAIN,
    created: '2025-03-01T09:00:00+0000',
    state: vm.state,
    haenable: false,
    zoneid: vm.zone.id,
    zonename: vm.zone.name,
    hypervisor: 'KVM',
    passwordenabled: false,
    ...(shows('tmpl') && { templatename: vm.templatename, templatedisplaytext: vm.templatename }),
    osdisplayname: vm.osdisplayname,
    ...(vm.publicip && { publicip: vm.publicip }),
    ...declaredKeys(call, vm),
    ...(shows('nics') && { nic: [nic(vm)] }),
    ...(vm.jobId && { jobid: vm.jobId, jobstatus: 0 }),
    tags: vm.tags.map((tag) => ({
      ...tag,
      resourcetype: 'UserVm',
      resourceid: vm.id,
      account: vm.account.name,
    })),
  }
}

function declaredKeys(call: Call, vm: VirtualMachine): object {
  if (vm.keypairs.length === 0) return {}
  return isAtLeast(call.state, 4, 17) ? { keypairs: vm.keypairs.join(',') } : { keypair: vm.keypairs[0] }
}

const nic = (vm: VirtualMachine) => ({
  id: `nic-${vm.id}`,
  networkid: `network-${vm.zone.id}`,
  networkname: 'isolated',
  netmask: '255.255.255.0',
  ipaddress: vm.privateAddress,
  isdefault: true,
  traffictype: 'Guest',
  type: 'Isolated',
})
