import { expect, it } from 'vitest'
import { instanceLabels } from './instance-labels.js'

const accounts = [
  { id: 'a', name: 'Frankfurt' },
  { id: 'b', name: 'Mumbai' },
]
const instance = (accountId: string, cloudId: string) => ({
  id: `${accountId}/${cloudId}`,
  accountId,
  cloudId,
})
const labels = (...listed: [string, string][]) => {
  const instances = ['a', 'b'].flatMap((account) => ['1', '2'].map((id) => instance(account, id)))
  return [
    ...instanceLabels(
      listed.map(([id, name]) => ({ id, name })),
      { accounts, instances },
    ).values(),
  ]
}

it('is the name alone where nothing else has it', () => {
  expect(labels(['a/1', 'web'], ['b/1', 'db'])).toEqual(['web', 'db'])
})

it('has the account where instances of several have one name', () => {
  expect(labels(['a/1', 'web'], ['b/1', 'web'], ['b/2', 'db'])).toEqual([
    'web (Frankfurt)',
    'web (Mumbai)',
    'db',
  ])
})

it("has the cloud's id as well where the account has two of one name", () => {
  expect(labels(['a/1', 'web'], ['a/2', 'web'], ['b/1', 'web'])).toEqual([
    'web (Frankfurt, 1)',
    'web (Frankfurt, 2)',
    'web (Mumbai)',
  ])
})
