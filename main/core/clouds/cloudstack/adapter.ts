import type { AccountField, AccountPreset, CloudCapabilities } from '../../../../contract/accounts.js'
import { told } from '../../../../contract/words/say.js'
import { LatchkeyError } from '../../lib/error.js'
import type { Cloud, CloudAdapter, CloudTools } from '../cloud.js'
import { BIND_LABEL, createBinding } from './binding.js'
import { check } from './check.js'
import { createClient } from './client.js'
import { createRecovery } from './console.js'
import { parseEndpoint } from './endpoint.js'
import { createInstances } from './instances.js'
import { createKeys } from './keys.js'
import { createLister } from './paging.js'
import { findProject, inProject } from './project.js'
import { readVersion } from './version.js'

const fields: AccountField[] = [
  {
    name: 'endpoint',
    label: 'Endpoint',
    help: "The address of the cloud's API: the host of its console, followed by /client/api. Use https outside your own network.",
    example: 'https://cloud.example.com/client/api',
    secret: false,
    required: true,
  },
  {
    name: 'apiKey',
    label: 'API key',
    help: "In the cloud's console: Accounts, your account, its user, API keys. Generate them if there are none.",
    example: '86 letters, digits, - and _',
    secret: true,
    required: true,
  },
  {
    name: 'secretKey',
    label: 'Secret key',
    help: 'Shown next to the API key. It signs each call and is never sent.',
    example: '86 letters, digits, - and _',
    secret: true,
    required: true,
  },
  {
    name: 'project',
    label: 'Project',
    help: 'Name or id of a project, if you mean its key pairs and instances instead of your own. Add an account for each.',
    example: 'web shop',
    secret: false,
    required: false,
  },
]

const presets: AccountPreset[] = [
  { id: 'cloudstack', label: 'CloudStack', hint: 'Apache CloudStack itself', values: {}, words: {} },
  {
    id: 'apiculus',
    label: 'Apiculus CloudConsole',
    hint: 'Clouds that are sold with the Apiculus CloudConsole',
    values: {},
    words: {
      endpoint: {
        help: "The address of the cloud's API. It often is not the console's own: ask your provider for the CloudStack API endpoint.",
      },
      apiKey: { help: 'Ask your provider for the API key of your user where the console shows none.' },
    },
  },
  {
    id: 'stackbill',
    label: 'StackBill',
    hint: 'Clouds that are sold with the StackBill portal',
    values: {},
    words: {
      endpoint: {
        help: "The address of the cloud's API. It often is not the portal's own: ask your provider for the CloudStack API endpoint.",
      },
      apiKey: { help: 'Ask your provider for the API key of your user where the portal shows none.' },
    },
  },
]

const capabilities: CloudCapabilities = {
  renamesKeys: false,
  describesKeys: false,
  makesKeys: 'RSA 2048',
  keysPerRegion: false,
  keepsUsedKeys: false,
  bind: {
    label: BIND_LABEL,
    effects: ['stops-machine', 'replaces-keys', 'only-at-next-boot'],
    unbinds: true,
  },
}

/** Apache CloudStack, and the products that are sold on top of it. */
export const cloudstack: CloudAdapter = {
  kind: 'cloudstack',
  label: 'CloudStack',
  hint: 'Apache CloudStack, Apiculus, StackBill and other clouds built on it',
  keyTypes: {
    accepts: ['ed25519', 'ecdsa', 'rsa'],
    note: 'CloudStack takes every type of Latchkey; releases from before 2020 take RSA only.',
  },
  fields,
  presets,
  capabilities,
  keyDeletion: [
    'It is not taken off any instance: those that have it go on trusting it, and CloudStack goes on naming it for them.',
    'New instances can no longer be made with it, and Reset SSH key can no longer put it on others.',
  ],
  connect,
}

function connect(values: Record<string, string>, tools: CloudTools): Cloud {
  const url = parseEndpoint(values.endpoint ?? '')
  const credentials = { apiKey: keyOf(values, 'apiKey'), secretKey: keyOf(values, 'secretKey') }
  if (credentials.apiKey === credentials.secretKey)
    throw new LatchkeyError('input-invalid', 'API key and secret key are the same.', {
      advice: 'Copy both from the page of your user in the console of the cloud.',
    })
  const direct = createClient(url, credentials, tools)
  const wanted = (values.project ?? '').trim()
  const project = wanted === '' ? null : once((signal) => findProject(direct, wanted, signal))
  const client = project === null ? direct : inProject(direct, project)
  const lister = createLister(client)
  const { findMachine, ...instances } = createInstances(lister, tools.log)
  const version = once((signal) => readVersion(client, signal))
  return {
    ...createKeys(client, lister),
    ...instances,
    ...createBinding({ client, findMachine, version, tools }),
    recovery: createRecovery(client, version),
    check: (signal) => check(client, credentials.apiKey, project, signal),
  }
}

/** The value of a key's field; throws `input-invalid` where it can't be a key. */
function keyOf(values: Record<string, string>, name: 'apiKey' | 'secretKey'): string {
  const value = (values[name] ?? '').trim()
  const label = name === 'apiKey' ? 'API key' : told`secret key`
  if (value === '') throw new LatchkeyError('input-invalid', `The ${label} is empty.`)
  if (/[^\x21-\x7e]/.test(value))
    throw new LatchkeyError(
      'input-invalid',
      `The ${label} holds blanks or other characters that no key has.`,
      {
        advice: 'Copy it again, and nothing around it.',
      },
    )
  return value
}

/** Remembers the first success; a failure is asked again. */
function once<T>(ask: (signal?: AbortSignal) => Promise<T>): (signal?: AbortSignal) => Promise<T> {
  let known: { value: T } | null = null
  return async (signal) => {
    known ??= { value: await ask(signal) }
    return known.value
  }
}
