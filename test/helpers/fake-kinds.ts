import type { AccountField, CloudKindInfo } from '../../contract/accounts.js'

const text = (name: string, label: string, parts: Partial<AccountField> = {}): AccountField => {
  return { name, label, help: '', example: '', secret: false, required: true, ...parts }
}
const withPassword = { field: 'way', is: ['password'] }
const withCredential = { field: 'way', is: ['credential'] }

/** A form with everything that a form can have: products, choices, fields that come and go, pasted files. */
export const openstackKind: CloudKindInfo = {
  kind: 'openstack',
  label: 'OpenStack',
  hint: 'OpenStack, and the clouds that are built on it',
  keyTypes: { accepts: ['rsa'], note: 'VK Cloud takes RSA only.' },
  fields: [
    text('endpoint', 'Identity endpoint', {
      help: 'The address of Keystone.',
      example: 'https://cloud.example.com:5000/v3',
    }),
    text('way', 'Log in with', {
      help: 'An application credential can be revoked by itself.',
      choices: [
        { value: 'password', label: 'User and password' },
        { value: 'credential', label: 'Application credential' },
      ],
    }),
    text('user', 'User', { example: 'ada@example.com', when: withPassword }),
    text('password', 'Password', { secret: true, when: withPassword }),
    text('domain', 'Domain of the user', { example: 'Default', required: false, when: withPassword }),
    text('project', 'Project', { example: 'web', required: false, when: withPassword }),
    text('credentialId', 'Credential id', {
      example: '21dced0fd20347869b93710d2b98aae0',
      when: withCredential,
    }),
    text('credentialSecret', 'Credential secret', { secret: true, when: withCredential }),
  ],
  presets: [
    { id: 'openstack', label: 'OpenStack', hint: 'OpenStack itself', values: {}, words: {} },
    {
      id: 'vk',
      label: 'VK Cloud',
      hint: 'The cloud of VK, with an API address of its own',
      values: { endpoint: 'https://infra.example.org:5000/v3', domain: 'users' },
      words: { user: { help: 'The e-mail address that you log in with.' } },
    },
  ],
  readsPasted: true,
  capabilities: {
    renamesKeys: true,
    describesKeys: true,
    makesKeys: 'RSA 2048',
    keysPerRegion: true,
    keepsUsedKeys: false,
    bind: null,
  },
}
