export interface User {
  id: string
  name: string
  password: string
  /** By the project's id. */
  roles: Map<string, string[]>
  /** How many key pairs it may have; null: as many as anybody. */
  keyPairQuota: number | null
  /** Keystone wants a second factor for it. */
  totp: boolean
}

export interface Project {
  id: string
  name: string
}

export interface ApplicationCredential {
  id: string
  name: string
  secret: string
  user: User
  project: Project
  expired: boolean
  /** What it may call of Nova, as `METHOD /path`, where a star stands for one segment; null: all. */
  accessRules: string[] | null
}

export interface Token {
  id: string
  user: User
  project: Project
  credential: ApplicationCredential | null
  issuedAt: number
  expiresAt: number
}

export interface KeyPair {
  id: number
  name: string
  user: User
  region: string
  /** As it was sent. */
  publicKey: string
}

export interface Server {
  id: string
  name: string
  region: string
  user: User
  project: Project
  status: string
  taskState: string | null
  /** How many more looks at the server until its task ends, and with which status. */
  looksLeft: number
  nextStatus: string
  keyName: string | null
  /** Null: it boots from a volume. */
  imageId: string | null
  volumeIds: string[]
  addresses: Record<string, { addr: string; version: 4 | 6; 'OS-EXT-IPS:type': 'fixed' | 'floating' }[]>
  metadata: Record<string, string>
  zone: string
}

export interface Image {
  id: string
  name: string
  properties: Record<string, string>
}

export interface Volume {
  id: string
  region: string
  imageMetadata: Record<string, string>
}

/** What an operator decides. Tests may change it while the simulator runs. */
export interface Settings {
  /** Of Nova, `2.N`. */
  maxMicroversion: number
  minMicroversion: number
  /** `[api] max_limit` of Nova. */
  maxLimit: number
  keyPairQuota: number
  tokenTtlMs: number
  /** How far the cloud's clock is ahead of ours. */
  clockSkewMs: number
  /** How many looks at a server its task lasts. */
  taskLooks: number
  /** Nova's `enforce_new_defaults`, off before 2023: a reader may stop instances otherwise. */
  readersOnlyRead: boolean
  /** Catalogs name compute as `/v2.1/{project}`. */
  projectInUrl: boolean
  /** Key types that Nova's library takes, by their names in SSH. */
  keyTypes: string[]
}

export interface State {
  settings: Settings
  regions: string[]
  users: User[]
  projects: Project[]
  credentials: ApplicationCredential[]
  tokens: Map<string, Token>
  keyPairs: KeyPair[]
  servers: Server[]
  images: Image[]
  volumes: Volume[]
  /** In the addresses of consoles that were told. */
  consoleTokens: string[]
}

/** The cloud's clock, in milliseconds since the epoch. */
export const serverTime = (state: State) => Date.now() + state.settings.clockSkewMs
