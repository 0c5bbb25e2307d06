import type { AccountField, AccountPreset } from '../../../../contract/accounts.js'

/** Ways to prove who one is to Keystone; the values of the field `authentication`. */
export const PASSWORD = 'password'
export const CREDENTIAL_BY_ID = 'application-credential'
export const CREDENTIAL_BY_NAME = 'application-credential-name'

const withUser = { field: 'authentication', is: [PASSWORD, CREDENTIAL_BY_NAME] }
const withPassword = { field: 'authentication', is: [PASSWORD] }
const withCredential = { field: 'authentication', is: [CREDENTIAL_BY_ID, CREDENTIAL_BY_NAME] }

/** The form of an account. */
export const fields: AccountField[] = [
  {
    name: 'identity',
    label: 'Identity endpoint',
    help: "Keystone's address, OS_AUTH_URL in an openrc file. Use https outside your own network.",
    example: 'https://cloud.example.com:5000/v3',
    secret: false,
    required: true,
  },
  {
    name: 'authentication',
    label: 'Sign in with',
    help: 'An application credential is the safer choice: it opens one project, can be revoked by itself, and shows no password.',
    example: 'Password',
    secret: false,
    required: true,
    choices: [
      { value: PASSWORD, label: 'User and password' },
      { value: CREDENTIAL_BY_ID, label: 'Application credential, by its id' },
      { value: CREDENTIAL_BY_NAME, label: 'Application credential, by its name' },
    ],
  },
  {
    name: 'user',
    label: 'User',
    help: 'Name or id of the user.',
    example: 'ada@example.com',
    secret: false,
    required: true,
    when: withUser,
  },
  {
    name: 'userDomain',
    label: 'User domain',
    help: "Name or id of the user's domain; Default where it is empty.",
    example: 'Default',
    secret: false,
    required: false,
    when: withUser,
  },
  {
    name: 'password',
    label: 'Password',
    help: 'Sent to the identity endpoint for each new token, and nowhere else.',
    example: "The user's password",
    secret: true,
    required: true,
    when: withPassword,
  },
  {
    name: 'project',
    label: 'Project',
    help: 'Name or id of the project, which some clouds call tenant.',
    example: 'web-shop',
    secret: false,
    required: true,
    when: withPassword,
  },
  {
    name: 'projectDomain',
    label: 'Project domain',
    help: "Name or id of the project's domain, for a project by name; the user's where it is empty.",
    example: 'Default',
    secret: false,
    required: false,
    when: withPassword,
  },
  {
    name: 'credentialId',
    label: 'Application credential id',
    help: 'Shown by Horizon under Identity, Application Credentials.',
    example: '32 digits and letters a to f',
    secret: false,
    required: true,
    when: { field: 'authentication', is: [CREDENTIAL_BY_ID] },
  },
  {
    name: 'credentialName',
    label: 'Application credential name',
    help: 'As its user named it.',
    example: 'latchkey',
    secret: false,
    required: true,
    when: { field: 'authentication', is: [CREDENTIAL_BY_NAME] },
  },
  {
    name: 'credentialSecret',
    label: 'Application credential secret',
    help: 'Shown once, when the application credential was made.',
    example: '86 letters, digits, - and _',
    secret: true,
    required: true,
    when: withCredential,
  },
  {
    name: 'regions',
    label: 'Regions',
    help: 'Names separated by commas; all regions of the project where it is empty.',
    example: 'RegionOne',
    secret: false,
    required: false,
  },
]

/** Products that are built on OpenStack. */
export const presets: AccountPreset[] = [
  { id: 'openstack', label: 'OpenStack', hint: 'OpenStack itself', values: {}, words: {} },
  {
    id: 'vk-cloud',
    label: 'VK Cloud',
    hint: 'cloud.vk.com, once mcs.mail.ru',
    values: { identity: 'https://infra.mail.ru:35357/v3/', userDomain: 'users', regions: 'RegionOne' },
    words: {
      identity: { help: 'As the console shows it: project settings, API access.' },
      user: {
        help: 'The e-mail address that you sign in to the console with. API access must be activated there first, and it wants two-factor authentication to be on.',
      },
      project: {
        help: 'The id of the project, from project settings, API access.',
        example: '32 digits and letters a to f',
      },
    },
  },
  {
    id: 'ecloud-flex',
    label: 'ANS eCloud Flex',
    hint: 'ANS, once UKFast',
    values: { identity: 'https://api.openstack.ecloud.co.uk:5000/v3' },
    words: {
      user: { help: 'As in the openrc file that the console offers under API Access.' },
      project: { help: 'As in the openrc file that the console offers under API Access.' },
    },
  },
  {
    id: 'ovh',
    label: 'OVHcloud Public Cloud',
    hint: 'OVH',
    values: { identity: 'https://auth.cloud.ovh.net/v3', userDomain: 'Default' },
    words: {
      user: {
        help: "An OpenStack user of the project, from Users & Roles in OVHcloud's console; not your OVHcloud account.",
        example: 'user-3Fh7XkQ2mNpA',
      },
      project: {
        help: 'OS_TENANT_ID of the openrc file that Users & Roles offers.',
        example: '32 digits and letters a to f',
      },
      regions: { example: 'GRA11, SBG5' },
    },
  },
]
