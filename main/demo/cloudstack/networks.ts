import { DOMAIN } from './catalog.js'
import { type Call, type Command, read } from './command.js'
import { page } from './paging.js'
import type { PortForwardingRule, VirtualMachine } from './state.js'

export const networks: Record<string, Command> = {
  listPortForwardingRules: read((call) => {
    const rules = call.state.rules.filter((rule) => rule.virtualMachine.account === call.account)
    return page(call, 'portforwardingrule', rules.map(describeRule))
  }),
  listPublicIpAddresses: read((call) => page(call, 'publicipaddress', publicAddresses(call))),
}

const addressId = (address: string) => `ip-${address}`

const describeRule = (rule: PortForwardingRule) => ({
  id: rule.id,
  privateport: `${rule.privatePort}`,
  privateendport: `${rule.privatePort}`,
  protocol: 'tcp',
  publicport: `${rule.publicPort}`,
  publicendport: `${rule.publicPort}`,
  virtualmachineid: rule.virtualMachine.id,
  virtualmachinename: rule.virtualMachine.name,
  virtualmachinedisplayname: rule.virtualMachine.name,
  ipaddressid: addressId(rule.publicAddress),
  ipaddress: rule.publicAddress,
  state: 'Active',
  cidrlist: '',
  tags: [],
  vmguestip: rule.virtualMachine.privateAddress,
  networkid: `network-${rule.virtualMachine.zone.id}`,
  fordisplay: true,
})

function publicAddresses({ state, account }: Call): object[] {
  const nat = state.virtualMachines.filter((vm) => vm.account === account && vm.publicip !== null)
  const sources = new Map(
    state.rules
      .filter((rule) => rule.virtualMachine.account === account)
      .map((rule) => [rule.publicAddress, rule.virtualMachine]),
  )
  return [
    ...[...sources].map(([address, vm]) => ({
      ...describeAddress(address, vm),
      issourcenat: true,
      isstaticnat: false,
    })),
    ...nat.map((vm) => ({
      ...describeAddress(vm.publicip ?? '', vm),
      issourcenat: false,
      isstaticnat: true,
      virtualmachineid: vm.id,
      virtualmachinename: vm.name,
      vmipaddress: vm.privateAddress,
    })),
  ]
}

const describeAddress = (address: string, vm: VirtualMachine) => ({
  id: addressId(address),
  ipaddress: address,
  zoneid: vm.zone.id,
  zonename: vm.zone.name,
  account: vm.account.name,
  ...DOMAIN,
  forvirtualnetwork: true,
  state: 'Allocated',
})
