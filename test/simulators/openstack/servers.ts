import { randomUUID } from 'node:crypto'
import { type Answer, type Call, route } from './call.js'
import { novaError, policyForbids } from './errors.js'
import { pageOf } from './paging.js'
import type { Server } from './state.js'

export const servers = [
  route('GET /servers', (call) => list(call, ({ id, name }) => ({ id, name, links: [] }))),
  route('GET /servers/detail', (call) => list(call, (server) => detail(call, server))),
  route('GET /servers/{id}', show),
  route('POST /servers/{id}/action', act),
  route('POST /servers/{id}/remote-consoles', console26),
  route('GET /flavors', () => ({ status: 200, body: { flavors: [] } })),
  route('GET /flavors/detail', () => ({ status: 200, body: { flavors: [] } })),
  route('GET /flavors/{id}', ({ params: [id] }) => ({
    status: 200,
    body: { flavor: { id, name: 'm1.small' } },
  })),
]

/** Every server of the project, other users' too; filters by `key_name` are ignored for plain users. */
function inProject({ state, token, region }: Call): Server[] {
  return state.servers.filter((server) => server.project === token.project && server.region === region)
}

function list(call: Call, view: (server: Server) => object): Answer {
  const newestFirst = [...inProject(call)].reverse()
  const name = call.query.get('name')
  const wanted = name === null ? newestFirst : newestFirst.filter((server) => server.name.includes(name))
  const unknown = (marker: string) => novaError(400, `marker [${marker}] not found`)
  const { items, next } = pageOf(call, wanted, ({ id }) => id, unknown)
  const href = `${call.origin}/${call.region}/compute/v2.1${call.path}?${next}`
  const links = next === null ? {} : { servers_links: [{ rel: 'next', href }] }
  return { status: 200, body: { servers: items.map(view), ...links } }
}

function find(call: Call): Server {
  const [id = ''] = call.params
  const found = inProject(call).find((server) => server.id === id)
  if (found) return found
  throw novaError(404, `Instance ${id} could not be found.`)
}

/** A look at the server, by which its task goes on. */
function show(call: Call): Answer {
  const server = find(call)
  if (server.taskState !== null && server.looksLeft-- <= 0) {
    server.taskState = null
    server.status = server.nextStatus
  }
  return { status: 200, body: { server: detail(call, server) } }
}

const actions = {
  'os-start': { rule: 'start', from: 'SHUTOFF', to: 'ACTIVE', task: 'powering-on' },
  'os-stop': { rule: 'stop', from: 'ACTIVE', to: 'SHUTOFF', task: 'powering-off' },
} as const

/** https://docs.openstack.org/api-ref/compute/#create-console: from 2.6 on. */
function console26(call: Call): Answer {
  if (call.microversion < 6) throw novaError(404, 'The resource could not be found.')
  const { protocol, type } = (call.body as { remote_console: { protocol: string; type: string } })
    .remote_console
  if (protocol !== 'vnc') throw novaError(400, 'Unavailable console type spice-html5.')
  return { status: 200, body: { remote_console: { protocol, type, url: consoleUrl(call) } } }
}

function consoleUrl(call: Call): string {
  if (find(call).status !== 'ACTIVE') throw novaError(409, 'Instance not yet ready')
  const token = randomUUID()
  call.state.consoleTokens.push(token)
  return `${call.origin}/vnc_auto.html?path=%3Ftoken%3D${token}`
}

function act(call: Call): Answer {
  const server = find(call)
  const [name = ''] = Object.keys((call.body ?? {}) as object)
  if (name === 'os-getVNCConsole' && call.microversion < 6)
    return { status: 200, body: { console: { type: 'novnc', url: consoleUrl(call) } } }
  const action = Object.hasOwn(actions, name) ? actions[name as keyof typeof actions] : undefined
  if (action === undefined) throw novaError(400, `There is no such action: ${name}`)
  const roles = call.token.user.roles.get(call.token.project.id) ?? []
  const { readersOnlyRead } = call.state.settings
  if (readersOnlyRead && roles.every((role) => role === 'reader'))
    throw policyForbids(`os_compute_api:servers:${action.rule}`)
  if (server.taskState !== null) throw inState(server, action.rule, 'task_state', server.taskState)
  if (server.status !== action.from) throw inState(server, action.rule, 'vm_state', vmState(server))
  Object.assign(server, {
    taskState: action.task,
    nextStatus: action.to,
    looksLeft: call.state.settings.taskLooks,
  })
  return { status: 202 }
}

function inState({ id }: Server, action: string, kind: string, value: string) {
  return novaError(409, `Cannot '${action}' instance ${id} while it is in ${kind} ${value}`)
}

function vmState({ status }: Server): string {
  const names: Record<string, string> = { SHUTOFF: 'stopped' }
  return names[status] ?? status.toLowerCase()
}

function detail({ token, microversion, origin }: Call, server: Server): object {
  const { id, name, status, taskState, keyName, imageId, addresses, metadata, zone } = server
  return {
    id,
    name,
    status,
    tenant_id: token.project.id,
    user_id: server.user.id,
    metadata,
    hostId: '',
    image: imageId === null ? '' : { id: imageId, links: [] },
    flavor: microversion >= 47 ? { original_name: 'm1.small', vcpus: 1, ram: 512 } : { id: '1', links: [] },
    created: '2025-03-01T09:00:00Z',
    updated: '2025-03-01T09:00:05Z',
    addresses: Object.fromEntries(
      Object.entries(addresses).map(([network, list]) => [
        network,
        list.map((address) => ({ ...address, 'OS-EXT-IPS-MAC:mac_addr': 'fa:16:3e:00:00:01' })),
      ]),
    ),
    accessIPv4: '',
    accessIPv6: '',
    links: [{ rel: 'self', href: `${origin}/compute/v2.1/servers/${id}` }],
    'OS-DCF:diskConfig': 'MANUAL',
    'OS-EXT-AZ:availability_zone': zone,
    config_drive: '',
    key_name: keyName,
    'OS-SRV-USG:launched_at': null,
    'OS-SRV-USG:terminated_at': null,
    'OS-EXT-STS:task_state': taskState,
    'OS-EXT-STS:vm_state': vmState(server),
    'OS-EXT-STS:power_state': status === 'ACTIVE' ? 1 : 4,
    'os-extended-volumes:volumes_attached': server.volumeIds.map((volume) => ({
      id: volume,
      ...(microversion >= 3 && { delete_on_termination: false }),
    })),
    ...(status === 'ACTIVE' && { progress: 0 }),
  }
}
