import type { AccountField, AccountPreset } from '../../../../contract/accounts.js'
import { told } from '../../../../contract/words/say.js'
import { LatchkeyError } from '../../lib/error.js'
import { isRegionName } from './regions.js'
import type { Credentials } from './sign.js'

export const fields: AccountField[] = [
  {
    name: 'site',
    label: 'Site',
    help: 'Where the account was made: cloud.tencent.com is China, tencentcloud.com is international.',
    example: 'China',
    secret: false,
    required: true,
    choices: [
      { value: 'china', label: 'China (tencentcloudapi.com)' },
      { value: 'international', label: 'International (intl.tencentcloudapi.com)' },
      { value: 'own', label: 'Own endpoint' },
    ],
  },
  {
    name: 'endpoint',
    label: 'Endpoint',
    help: 'Of a private Tencent Cloud, or of a gateway in front of it. {service} stands for the name of the service, such as cvm.',
    example: 'https://{service}.api3.example.com',
    secret: false,
    required: true,
    when: { field: 'site', is: ['own'] },
  },
  {
    name: 'secretId',
    label: 'Secret ID',
    help: 'In the console: Access Management, Access Key, API Keys. Best of a sub-user that may do no more than is needed.',
    example: 'AKID and 32 letters and digits',
    secret: true,
    required: true,
  },
  {
    name: 'secretKey',
    label: 'Secret key',
    help: 'Shown once, when the key was made. It signs each call and is never sent.',
    example: '32 letters and digits',
    secret: true,
    required: true,
  },
  {
    name: 'token',
    label: 'Session token',
    help: 'Only for temporary credentials (STS). They end after some hours, and then the account has to be edited.',
    example: 'Empty for a lasting key',
    secret: true,
    required: false,
    whenSet:
      'It ends by itself, some hours after it was made: then edit the account and enter new credentials.',
  },
  {
    name: 'regions',
    label: 'Regions',
    help: 'The regions to look into, separated by commas. Empty: all but those for banks (ap-shanghai-fsi and its like).',
    example: 'ap-guangzhou, ap-singapore',
    secret: false,
    required: false,
  },
]

export const presets: AccountPreset[] = [
  {
    id: 'tencent',
    label: 'Tencent Cloud',
    hint: 'Accounts of cloud.tencent.com, the site for China',
    values: { site: 'china' },
    words: {},
  },
  {
    id: 'tencent-international',
    label: 'Tencent Cloud International',
    hint: 'Accounts of tencentcloud.com',
    values: { site: 'international' },
    words: {},
  },
]

/** Throws `input-invalid` where a value can't be right. */
export function readCredentials(values: Record<string, string>): Credentials {
  const [secretId, secretKey] = [visible(values, 'secretId'), visible(values, 'secretKey')]
  if (secretId === '') throw new LatchkeyError('input-invalid', 'The secret ID is empty.')
  if (secretKey === '') throw new LatchkeyError('input-invalid', 'The secret key is empty.')
  if (secretId === secretKey)
    throw new LatchkeyError('input-invalid', 'Secret ID and secret key are the same.', {
      advice: 'Copy both from the console; the secret ID begins with AKID.',
    })
  return { secretId, secretKey, token: visible(values, 'token') || null }
}

/** Empty: all. Throws `input-invalid` for what can't be a region's name. */
export function readRegions({ regions = '' }: Record<string, string>): string[] {
  const names = regions.split(/[\s,;，]+/).filter((name) => name !== '')
  const odd = names.find((name) => !isRegionName(name))
  if (odd !== undefined)
    throw new LatchkeyError('input-invalid', `"${odd}" is not the name of a region.`, {
      advice: 'Enter names like ap-guangzhou, separated by commas.',
    })
  return [...new Set(names)]
}

const labels: Record<string, string> = {
  secretId: told`secret ID`,
  secretKey: told`secret key`,
  token: told`session token`,
}

function visible(values: Record<string, string>, name: string): string {
  const value = (values[name] ?? '').trim()
  if (/^[\x21-\x7e]*$/.test(value)) return value
  const message = `The ${labels[name]} holds blanks or other characters that none has.`
  throw new LatchkeyError('input-invalid', message, { advice: 'Copy it again, and nothing around it.' })
}
