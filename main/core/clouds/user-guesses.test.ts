import { expect, it } from 'vitest'
import { userGuesses } from './user-guesses.js'

it.each([
  ['Ubuntu Server 24.04 LTS', ['ubuntu', 'root']],
  ['debian-12-genericcloud', ['debian', 'root']],
  ['CentOS Stream 9', ['centos', 'cloud-user', 'root']],
  ['Rocky Linux 9', ['rocky', 'root']],
  ['AlmaLinux 9', ['almalinux', 'root']],
  ['Windows Server 2022', ['Administrator']],
])('of %s are %j', (names, users) => {
  expect(userGuesses(names)).toEqual(users)
})

it('are there for an image that nobody knows, root first', () => {
  expect(userGuesses('golden-image-7')[0]).toBe('root')
  expect(userGuesses('golden-image-7')).toContain('ubuntu')
})

it('stay the same however many images there are', () => {
  for (let n = 0; n < 3000; n++) expect(userGuesses(`Debian ${n}`)).toEqual(['debian', 'root'])
})
