import { type Call, type Command, read } from './command.js'
import { page } from './paging.js'
import type { Account } from './state.js'

export const DOMAIN = { domain: 'ROOT', domainid: 'e4874e10-5fdf-11ea-9a56-1e006800018c' }

export const catalog: Record<string, Command> = {
  listCapabilities: read(({ state }) => ({
    capability: {
      securitygroupsenabled: false,
      dynamicrolesenabled: true,
      cloudstackversion: state.settings.version,
      userpublictemplateenabled: true,
      supportELB: 'false',
      projectinviterequired: false,
      allowusercreateprojects: true,
      customdiskofferingminsize: 1,
      regionsecondaryenabled: false,
      kvmsnapshotenabled: false,
      allowuserviewdestroyedvm: false,
      allowuserexpungerecovervm: false,
    },
  })),
  listZones: read(listZones),
  listProjects: read(listProjects),
  listUsers: read((call) => page(call, 'user', [user(call.account)])),
  listAccounts: read((call) =>
    page(call, 'account', [{ ...account(call.account), user: [user(call.account)] }]),
  ),
}

function listZones(call: Call): object {
  const { id, name, keyword } = call.params
  const zones = call.state.zones
    .filter((zone) => !id || zone.id === id)
    .filter((zone) => !name || zone.name === name)
    .filter((zone) => !keyword || zone.name.includes(keyword))
  return page(
    call,
    'zone',
    zones.map((zone) => ({
      ...zone,
      networktype: 'Advanced',
      allocationstate: 'Enabled',
      localstorageenabled: false,
    })),
  )
}

function listProjects(call: Call): object {
  const entries = call.state.projects.map(({ id, name }) => ({ id, name, ...DOMAIN, state: 'Active' }))
  return page(call, 'project', entries)
}

const account = ({ id, name }: Account) => ({
  id,
  name,
  accounttype: 0,
  rolename: 'User',
  ...DOMAIN,
  state: 'enabled',
})

const user = ({ userId, name, apiKey }: Account) => ({
  id: userId,
  username: name,
  firstname: name,
  lastname: name,
  state: 'enabled',
  account: name,
  accounttype: 0,
  ...DOMAIN,
  apikey: apiKey,
})
