import { expect, it } from 'vitest'
import { emptyForm, factsOf, isProposed, problemsOf, withAddressRead } from './host-form.js'

it('reads what was pasted as an address into its fields', () => {
  const form = withAddressRead({ ...emptyForm, address: 'ada@web.example.com:2222' })
  expect(form).toMatchObject({ name: 'web', address: 'web.example.com', port: '2222', user: 'ada' })
  expect(problemsOf(form)).toEqual({})
  expect(factsOf(form)).toEqual({
    ...{ name: 'web', host: 'web.example.com', port: 2222, user: 'ada' },
    ...{ tags: [], jump: null },
  })
})

it('knows the name that it has proposed from one that was typed', () => {
  const form = withAddressRead({ ...emptyForm, address: 'web.example.com' })
  expect(isProposed(form)).toBe(true)
  expect(isProposed({ ...form, name: 'web of the office' })).toBe(false)
  expect(isProposed(emptyForm)).toBe(false)
})

it('keeps what was typed where the address says nothing of it', () => {
  const typed = { ...emptyForm, name: 'box', user: 'root', port: '22', address: '192.0.2.1' }
  expect(withAddressRead(typed)).toEqual(typed)
})

it.each([
  [{ address: 'web;rm' }, 'address'],
  [{ address: '-oProxyCommand=x' }, 'address'],
  [{ port: '0' }, 'port'],
  [{ port: 'ssh' }, 'port'],
  [{ user: 'a b' }, 'user'],
  [{ user: '' }, 'user'],
  [{ name: ' ' }, 'name'],
])('says what is wrong with %j', (change, field) => {
  const good = { ...emptyForm, name: 'web', address: 'web', user: 'ada' }
  expect(Object.keys(problemsOf({ ...good, ...change }))).toEqual([field])
})
