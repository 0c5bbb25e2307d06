/** The instances of the demo cloud and what each of them shows. */
export interface Role {
  name: string
  zone: string
  /** For guests with their own user: which image, and so which user. */
  image: 'debian' | 'ubuntu' | 'rocky' | 'centos'
  /** What its template does with keys that are reset later: at every boot, or (stock cloud-init) at the first only. */
  sshAlways: boolean
  state: 'Running' | 'Stopped'
  /** Whether a port forwarding rule leads to it. */
  reachable: boolean
  /** The name of the key pair that it was created with. */
  keypair?: string
}

export const ZONES = ['Frankfurt 1', 'Mumbai 2']

/** A key pair that somebody made before Latchkey came; its private half is nowhere. */
export const LEGACY_KEY = 'legacy-admin-2019'

export const ROLES: Role[] = [
  { name: 'web-1', zone: 'Frankfurt 1', image: 'debian', sshAlways: true, state: 'Running', reachable: true },
  { name: 'web-2', zone: 'Frankfurt 1', image: 'ubuntu', sshAlways: true, state: 'Running', reachable: true },
  { name: 'db-1', zone: 'Frankfurt 1', image: 'rocky', sshAlways: false, state: 'Running', reachable: true },
  { name: 'cache-1', zone: 'Mumbai 2', image: 'debian', sshAlways: true, state: 'Stopped', reachable: true },
  { name: 'build-1', zone: 'Mumbai 2', image: 'ubuntu', sshAlways: true, state: 'Running', reachable: false },
  {
    name: 'legacy-1',
    zone: 'Mumbai 2',
    image: 'centos',
    sshAlways: true,
    state: 'Running',
    reachable: true,
    keypair: LEGACY_KEY,
  },
]
