import { isIP } from 'node:net'
import type { SshAddress } from '../../../../contract/instances.js'
import type { LatchkeyError } from '../../lib/error.js'
import type { Cloud, CloudInstance } from '../cloud.js'
import { createdAt } from '../created-at.js'
import { direct, SSH_PORT } from '../ssh-address.js'
import { tagsOf } from '../tags.js'
import { userGuesses } from '../user-guesses.js'
import type { Client } from './client.js'
import type { ImageFacts, Images } from './images.js'
import { inEachRegion } from './regions.js'
import { stateOf } from './server-state.js'
import type { Server, Servers } from './servers.js'

/** Where a server is. */
export interface Placed {
  region: string
  server: Server
}

/** The servers of the project in the account's regions. Ids are unique across regions, which are remembered by them. */
export function createInstances(
  client: Client,
  servers: Servers,
  images: Images,
): Pick<Cloud, 'listInstances' | 'getInstance'> & {
  /** Null if it is gone. */
  findServer(id: string, signal?: AbortSignal): Promise<Placed | null>
} {
  const regionsById = new Map<string, string>()

  async function findServer(id: string, signal?: AbortSignal): Promise<Placed | null> {
    const known = regionsById.get(id)
    if (known !== undefined) return placed(known, await servers.find(known, id, signal))
    const failures: LatchkeyError[] = []
    const look = async (region: string) => placed(region, await servers.find(region, id, signal))
    const looks = await inEachRegion(client, signal, look, (_region, error) => failures.push(error))
    const found = looks.find((one) => one !== null) ?? null
    if (found === null && failures[0] !== undefined) throw failures[0] // it may be there
    return found
  }

  function placed(region: string, server: Server | null): Placed | null {
    if (server === null) return null
    regionsById.set(server.id, region)
    return { region, server }
  }

  async function toInstances(
    region: string,
    found: Server[],
    signal?: AbortSignal,
  ): Promise<CloudInstance[]> {
    const [token, factsOf] = await Promise.all([client.token(signal), images.factsOf(region, found, signal)])
    return found.map((server) => toInstance(region, server, factsOf(server), token.user.id))
  }

  return {
    findServer,
    async listInstances(signal, lost) {
      const listOf = async (region: string) => {
        const found = await servers.all(region, signal)
        for (const server of found) placed(region, server)
        return toInstances(region, found, signal)
      }
      return (await inEachRegion(client, signal, listOf, lost)).flat()
    },
    async getInstance(id, signal) {
      const found = await findServer(id, signal)
      if (found === null) return null
      const [instance] = await toInstances(found.region, [found.server], signal)
      return instance ?? null
    },
  }
}

/** `userId` is ours: the name of another user's key pair says nothing about ours of the same name. */
function toInstance(region: string, server: Server, image: ImageFacts, userId: string): CloudInstance {
  const { id, name, status, taskState, zone, keyName } = server
  const ssh = waysIn(server)
  const guesses = userGuesses(`${image.name} ${image.os}`)
  return {
    cloudId: id,
    name: name || id,
    state: stateOf(status, taskState),
    cloudState: taskState === '' ? status : `${status}, ${taskState}`,
    region,
    zone,
    image: image.name,
    os: image.os || image.name,
    addresses: [...new Set(ssh.map(({ host }) => host))],
    ssh,
    keyNames: keyName !== '' && server.userId === userId ? [keyName] : [],
    userGuesses: [...new Set(image.adminUser === '' ? guesses : [image.adminUser, ...guesses])],
    ...tagsOf(server.tags.map((name) => ({ name }))),
    ...createdAt(server.created),
  }
}

/**
 * Floating addresses first, then the server's own: public before private. Only what is an IP address: anything else would
 * be looked up as a name, and stand in known_hosts as a pattern.
 */
function waysIn({ addresses, accessAddresses }: Server): SshAddress[] {
  const floating = addresses.filter((address) => address['OS-EXT-IPS:type'] === 'floating')
  const own = addresses.filter((address) => !floating.includes(address))
  const ways = [
    ...floating.map(({ addr }): SshAddress => ({ host: addr, port: SSH_PORT, via: 'static-nat' })),
    ...[...own.map(({ addr }) => addr), ...accessAddresses].filter((addr) => isIP(addr) !== 0).map(direct),
  ]
  const order = ['static-nat', 'public', 'private']
  const usable = ways.filter(({ host }) => isIP(host) !== 0)
  const unique = new Map([...usable].reverse().map((way) => [way.host, way]))
  return [...unique.values()].reverse().sort((a, b) => rank(a) - rank(b))

  /** IPv4 first: fewer networks have a way to IPv6. */
  function rank({ host, via }: SshAddress): number {
    return order.indexOf(via) * 10 + isIP(host)
  }
}
