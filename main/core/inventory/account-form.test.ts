import { expect, it } from 'vitest'
import type { AccountField } from '../../../contract/accounts.js'
import { optionalSecretsIn, readForm } from './account-form.js'

const field = (name: string, required: boolean): AccountField => ({
  name,
  label: name,
  help: '',
  required,
  secret: true,
  example: '',
})
const cloud = { fields: [field('secretId', true), field('secretKey', true), field('token', false)] }

it('tells which secrets that may be left out are filled in, and nothing of what they are', () => {
  const values = { secretId: 'AKID1', secretKey: 'k1' }
  expect(optionalSecretsIn(cloud, readForm(cloud, values))).toEqual([])
  const temporary = readForm(cloud, { ...values, token: 'ends soon' })
  expect(optionalSecretsIn(cloud, temporary)).toEqual(['token'])
  const lasting = readForm(cloud, { ...values, secretKey: 'k2' }, temporary.secret)
  expect(optionalSecretsIn(cloud, lasting)).toEqual([])
})
