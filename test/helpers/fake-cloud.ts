import { createHash } from 'node:crypto'
import type {
  Cloud,
  CloudAdapter,
  CloudBinding,
  CloudInstance,
  CloudKeyEntry,
} from '../../main/core/clouds/cloud.js'
import { LatchkeyError } from '../../main/core/lib/error.js'

/** Every operation of a fake cloud, by the name that `calls`, `failNext` and `before` use. */
export type FakeOperation =
  | 'check'
  | 'listKeys'
  | 'importKey'
  | 'deleteKey'
  | 'listInstances'
  | 'getInstance'
  | 'stop'
  | 'setKeys'
  | 'removeKeys'
  | 'start'

export interface FakeCloud extends Cloud {
  binding: CloudBinding
  /** The account's key pairs: name to authorized_keys line. Tests may change it. */
  keys: Map<string, string>
  /** The account's instances by cloud id. Tests may change it. */
  instances: Map<string, CloudInstance>
  /** What was asked, oldest first: `stop vm-1`, `importKey deploy`, `listKeys`. */
  calls: string[]
  /** The next call of the operation throws `error`; `applied` does the work first, as when an answer is lost. */
  failNext(operation: FakeOperation, error: unknown, options?: { applied: boolean }): void
  /** Runs before each call of the operation; what it throws, the call throws. Await in it to hold the call. */
  before(operation: FakeOperation, hook: (signal?: AbortSignal) => Promise<void> | void): void
}

/**
 * A cloud in memory, for unit tests of the services above the adapters. It behaves as main/core/clouds/cloud.ts
 * promises, with jobs that end at once; no vendor's wire format is in it (the simulators have that).
 */
export function createFakeCloud(start: { instances?: CloudInstance[] } = {}): FakeCloud {
  const keys = new Map<string, string>()
  const instances = new Map((start.instances ?? []).map((instance) => [instance.cloudId, instance]))
  const { calls, failNext, before, run } = createCallBook()

  const stateful = (cloudId: string, change: (instance: CloudInstance) => CloudInstance) => () => {
    instances.set(cloudId, change(known(instances, cloudId)))
  }
  return {
    keys,
    instances,
    calls,
    failNext,
    before,
    check: (signal) =>
      run('check', '', signal, () => ({
        user: 'fake-user',
        product: 'Fake cloud 1.0',
        project: null,
        regions: ['zone-1'],
        keyCount: keys.size,
        instanceCount: instances.size,
        missing: [],
      })),
    keyName: (wanted) => wanted.replaceAll(',', '-'),
    listKeys: (signal) => run('listKeys', '', signal, () => [...keys].map(entry)),
    importKey: (name, publicKey, signal) =>
      run('importKey', name, signal, () => importKey(keys, name, publicKey)),
    deleteKey: ({ name }, signal) => run('deleteKey', name, signal, () => void keys.delete(name)),
    renameKey: null,
    describeKey: null,
    createKey: null,
    listInstances: (signal) => run('listInstances', '', signal, () => [...instances.values()]),
    getInstance: (cloudId, signal) =>
      run('getInstance', cloudId, signal, () => instances.get(cloudId) ?? null),
    power: {
      stop: (cloudId, signal) =>
        run('stop', cloudId, signal, stateful(cloudId, withState('stopped', 'Stopped'))),
      start: (cloudId, signal) =>
        run('start', cloudId, signal, stateful(cloudId, withState('running', 'Running'))),
    },
    binding: {
      label: 'Set keys (fake cloud)',
      needsStopped: true,
      consequences: (instance) => [`All other keys of ${instance.name} stop working.`],
      warnings: (instance) => [`${instance.name} applies keys only at boot.`],
      whyRefused: (instance) => `${instance.name} did not take the key. Start it again.`,
      consequencesOfRemoval: (instance) => [`${instance.name} keeps its other keys.`],
      removeKeys: (cloudId, keyNames, signal) =>
        run(
          'removeKeys',
          cloudId,
          signal,
          stateful(cloudId, (instance) =>
            withKeys(
              keys,
              instance,
              instance.keyNames.filter((name) => !keyNames.includes(name)),
            ),
          ),
        ),
      setKeysOfMany: null,
      removeKeysOfMany: null,
      setKeys: (cloudId, keyNames, signal) =>
        run(
          'setKeys',
          cloudId,
          signal,
          stateful(cloudId, (instance) => withKeys(keys, instance, keyNames)),
        ),
    },
  }
}

/** An instance that runs, has a public address and no key; `parts` says what differs. */
export function fakeInstance(parts: Partial<CloudInstance> & { cloudId: string }): CloudInstance {
  return {
    name: parts.cloudId,
    state: 'running',
    cloudState: 'Running',
    region: null,
    zone: 'zone-1',
    image: 'debian-12',
    os: 'Debian 12',
    addresses: ['192.0.2.1'],
    ssh: [{ host: '192.0.2.1', port: 22, via: 'public' }],
    keyNames: [],
    userGuesses: ['debian', 'root'],
    ...parts,
  }
}

/**
 * An adapter that hands out fake clouds; its kind is `cloudstack`, the only one the contract knows. Its form has
 * `endpoint` and the secret `secretKey`; an empty endpoint is refused as `input-invalid`.
 */
export function fakeAdapter(cloudFor: (values: Record<string, string>) => Cloud): CloudAdapter {
  const field = { help: '', example: '', required: true }
  return {
    kind: 'cloudstack',
    label: 'Fake cloud',
    hint: 'In memory',
    keyTypes: { accepts: ['ed25519', 'ecdsa', 'rsa'], note: 'It takes every type.' },
    fields: [
      { ...field, name: 'endpoint', label: 'Endpoint', example: 'https://cloud.example', secret: false },
      { ...field, name: 'project', label: 'Project', secret: false, required: false },
      { ...field, name: 'secretKey', label: 'Secret key', secret: true },
    ],
    presets: [{ id: 'fake', label: 'Fake cloud', hint: 'In memory', values: {}, words: {} }],
    capabilities: {
      renamesKeys: false,
      describesKeys: false,
      makesKeys: null,
      keysPerRegion: false,
      keepsUsedKeys: false,
      bind: { label: 'Set keys (fake cloud)', effects: ['stops-machine', 'replaces-keys'], unbinds: false },
    },
    keyDeletion: ['Instances that have it keep it.'],
    connect(values) {
      if (!values.endpoint) throw new LatchkeyError('input-invalid', 'The endpoint is empty.')
      return cloudFor(values)
    },
  }
}

function createCallBook() {
  const calls: string[] = []
  const failures = new Map<FakeOperation, { error: unknown; applied: boolean }[]>()
  const hooks = new Map<FakeOperation, (signal?: AbortSignal) => Promise<void> | void>()

  async function run<T>(
    operation: FakeOperation,
    subject: string,
    signal: AbortSignal | undefined,
    work: () => T,
  ) {
    calls.push(subject === '' ? operation : `${operation} ${subject}`)
    await hooks.get(operation)?.(signal)
    if (signal?.aborted) throw new LatchkeyError('cancelled', 'The call was cancelled.')
    const failure = failures.get(operation)?.shift()
    if (failure === undefined) return work()
    if (failure.applied) work()
    throw failure.error
  }
  return {
    calls,
    run,
    failNext(operation: FakeOperation, error: unknown, options = { applied: false }) {
      failures.set(operation, [...(failures.get(operation) ?? []), { error, ...options }])
    },
    before(operation: FakeOperation, hook: (signal?: AbortSignal) => Promise<void> | void) {
      hooks.set(operation, hook)
    },
  }
}

function importKey(keys: Map<string, string>, name: string, publicKey: string): boolean {
  const fingerprint = md5(publicKey)
  const sameName = keys.get(name)
  if (sameName !== undefined && md5(sameName) === fingerprint) return false
  if (sameName !== undefined)
    throw new LatchkeyError('cloud-duplicate-name', `The cloud has a key named ${name}.`)
  const twin = [...keys].find(([, line]) => md5(line) === fingerprint)
  if (twin) throw new LatchkeyError('cloud-duplicate-key', `The cloud has this key as ${twin[0]}.`)
  keys.set(name, publicKey)
  return true
}

function entry([name, line]: [string, string]): CloudKeyEntry {
  const fingerprintMd5 = md5(line)
  return { name, region: null, cloudKeyId: null, blob: null, fingerprintMd5, description: null }
}

function withState(state: CloudInstance['state'], cloudState: string) {
  return (instance: CloudInstance): CloudInstance => ({ ...instance, state, cloudState })
}

function withKeys(keys: Map<string, string>, instance: CloudInstance, keyNames: string[]): CloudInstance {
  if (instance.state !== 'stopped')
    throw new LatchkeyError('cloud-instance-not-stopped', `${instance.name} is not stopped.`)
  const missing = keyNames.find((name) => !keys.has(name))
  if (missing) throw new LatchkeyError('cloud-not-found', `The cloud has no key named ${missing}.`)
  return { ...instance, keyNames }
}

function known(instances: Map<string, CloudInstance>, cloudId: string): CloudInstance {
  const instance = instances.get(cloudId)
  if (!instance) throw new LatchkeyError('cloud-not-found', `The cloud has no instance ${cloudId}.`)
  return instance
}

/** MD5 of the blob as `aa:bb:…`; own code, so that a fault in the product's helper shows. */
function md5(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
  const hex = createHash('md5').update(blob).digest('hex')
  return hex.replace(/..(?!$)/g, '$&:')
}
