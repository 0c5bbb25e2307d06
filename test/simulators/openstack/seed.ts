import { randomBytes, randomUUID } from 'node:crypto'
import type { ApplicationCredential, Project, Server, Settings, State, User } from './state.js'

const DEFAULTS: Settings = {
  maxMicroversion: 93,
  minMicroversion: 1,
  maxLimit: 1000,
  keyPairQuota: 100,
  tokenTtlMs: 3_600_000,
  clockSkewMs: 0,
  taskLooks: 2,
  readersOnlyRead: false,
  projectInUrl: false,
  keyTypes: ['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
}

export interface OpenStackOptions {
  /** By default any free one. */
  port?: number
  /** Names; by default one, `RegionOne`. */
  regions?: string[]
  settings?: Partial<Settings>
}

export interface ServerSpec {
  name: string
  region?: string
  user?: User
  status?: string
  keyName?: string | null
  imageId?: string | null
  volumeIds?: string[]
  /** IPv4 of its own; by default a private one. */
  fixed?: string[]
  floating?: string[]
  metadata?: Record<string, string>
  zone?: string
}

/** A cloud with one project `web-shop` and its member `ada`. */
export function newCloud({ regions = ['RegionOne'], settings }: OpenStackOptions): {
  state: State
  user: User
  project: Project
} {
  const project = newProject('web-shop')
  const user = newUser('ada', project)
  const state: State = {
    settings: { ...DEFAULTS, ...settings },
    regions,
    users: [user],
    projects: [project],
    credentials: [],
    tokens: new Map(),
    keyPairs: [],
    consoleTokens: [],
    servers: [],
    images: [],
    volumes: [],
  }
  return { state, user, project }
}

export const newProject = (name: string): Project => ({ id: hexId(), name })

export function newUser(name: string, project: Project, roles = ['member', 'reader']): User {
  const password = randomBytes(18).toString('base64url')
  const roleNames = new Map([[project.id, roles]])
  return { id: hexId(), name, password, roles: roleNames, keyPairQuota: null, totp: false }
}

/** An application credential of the user for the project. */
export function newCredential(
  user: User,
  project: Project,
  accessRules: string[] | null = null,
): ApplicationCredential {
  const secret = randomBytes(64).toString('base64url')
  return { id: hexId(), name: 'latchkey', secret, user, project, expired: false, accessRules }
}

export function serverOf(state: State, owner: User, project: Project, spec: ServerSpec): Server {
  const { fixed = [`192.0.2.${10 + state.servers.length}`], floating = [] } = spec
  const address = (addr: string, kind: 'fixed' | 'floating') => {
    const version: 4 | 6 = addr.includes(':') ? 6 : 4
    return { addr, version, 'OS-EXT-IPS:type': kind }
  }
  const private_ = [
    ...fixed.map((addr) => address(addr, 'fixed')),
    ...floating.map((addr) => address(addr, 'floating')),
  ]
  return {
    id: randomUUID(),
    name: spec.name,
    region: spec.region ?? state.regions[0] ?? '',
    user: spec.user ?? owner,
    project,
    status: spec.status ?? 'ACTIVE',
    taskState: null,
    looksLeft: 0,
    nextStatus: '',
    keyName: spec.keyName ?? null,
    imageId: spec.imageId === undefined ? (state.images[0]?.id ?? randomUUID()) : spec.imageId,
    volumeIds: spec.volumeIds ?? [],
    addresses: private_.length > 0 ? { private: private_ } : {},
    metadata: spec.metadata ?? {},
    zone: spec.zone ?? 'nova',
  }
}

const hexId = () => randomUUID().replaceAll('-', '')
