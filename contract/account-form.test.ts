import { describe, expect, it } from 'vitest'
import { shownFields, shownValues } from './account-form.js'
import type { AccountField } from './accounts.js'

const field = (name: string, parts: Partial<AccountField> = {}): AccountField => {
  return { name, label: name, help: '', example: '', secret: false, required: true, ...parts }
}
const way = field('way', {
  choices: [
    { value: 'password', label: 'Password' },
    { value: 'token', label: 'Token' },
  ],
})
const user = field('user', { when: { field: 'way', is: ['password'] } })
const domain = field('domain', { when: { field: 'user', is: ['ada'] } })
const token = field('token', { when: { field: 'way', is: ['token'] } })
/** In an order in which each depends on a later one. */
const fields = [domain, token, user, way]
const names = (values: Record<string, string>) => shownFields(fields, values).map(({ name }) => name)

describe('the fields that are shown', () => {
  it('are those of the first choice while nothing is chosen', () => {
    expect(names({})).toEqual(['user', 'way'])
    expect(names({ way: 'no such way' })).toEqual(['user', 'way'])
  })

  it('follow the choice', () => {
    expect(names({ way: 'token' })).toEqual(['token', 'way'])
  })

  it('leave out what depends on a field that is hidden, whatever stands in it', () => {
    expect(names({ user: 'ada' })).toEqual(['domain', 'user', 'way'])
    expect(names({ user: 'ada', way: 'token' })).toEqual(['token', 'way'])
  })
})

it('takes the values of shown fields only, without blanks and with the first choice', () => {
  expect(shownValues(fields, { user: ' ada ', token: 'hidden' })).toEqual({ user: 'ada', way: 'password' })
})
