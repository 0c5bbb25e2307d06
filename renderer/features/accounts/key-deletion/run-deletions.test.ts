import { expect, it } from 'vitest'
import { type DeletionState, runDeletions } from './run-deletions.js'

const problemOf = (error: unknown) => ({
  code: 'cloud-failed' as const,
  message: String(error),
  retryable: false,
})

function setUp(fails: string[], kept: string[] = []) {
  const done: string[] = []
  const states = new Map<string, DeletionState>()
  const controller = new AbortController()
  const act = async (what: string, name: string) => {
    done.push(`${what} ${name}`)
    if (fails.includes(`${what} ${name}`)) throw new Error('no')
  }
  const run = (names: string[], before: (name: string, state: DeletionState) => void = () => undefined) =>
    runDeletions(
      names,
      (name) => ({
        ...(kept.includes(name) && { unbind: () => act('unbind', name) }),
        remove: () => act('delete', name),
        problemOf,
      }),
      (name, state) => {
        states.set(name, state)
        before(name, state)
      },
      controller.signal,
    )
  const ends = () => [...states.values()].map(({ at }) => at)
  return { run, done, ends, controller, states }
}

it('deletes each by itself, after it was unbound where it has to be; one that fails leaves the others alone', async () => {
  const { run, done, ends, states } = setUp(['delete b', 'unbind c'], ['a', 'c'])
  await run(['a', 'b', 'c', 'd'])
  expect(done).toEqual(['unbind a', 'delete a', 'delete b', 'unbind c', 'delete d'])
  expect(ends()).toEqual(['deleted', 'failed', 'failed', 'deleted'])
  expect(states.get('b')).toMatchObject({ problem: { message: 'Error: no' } })
})

it('begins nothing more once it is cancelled, and does not delete what was just unbound', async () => {
  const { run, done, ends, controller } = setUp([], ['b'])
  await run(['a', 'b', 'c'], (name, { at }) => {
    if (name === 'b' && at === 'unbinding') controller.abort()
  })
  expect(done).toEqual(['delete a', 'unbind b'])
  expect(ends()).toEqual(['deleted', 'cancelled', 'cancelled'])
})
