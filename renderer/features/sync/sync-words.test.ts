import { describe, expect, it } from 'vitest'
import type { DriftItem, SyncRunStep, SyncStep } from '../../../contract/sync.js'
import {
  againVerb,
  driftSentence,
  driftWords,
  runSentence,
  sharedProblem,
  stepWords,
  verbWords,
} from './sync-words.js'

const step = (kind: SyncStep['kind'], parts: Partial<SyncStep> = {}): SyncStep => ({
  ...{ id: kind, accountId: 'a', keyId: 'k', keyName: 'web', kind, cloudName: 'web' },
  ...{ key: null, why: '', trust: null },
  ...parts,
})
const ran = (...states: SyncRunStep['state'][]) => states.map((state) => ({ ...step('push'), state }))

describe('the words of a plan', () => {
  it('name what the button does', () => {
    expect(verbWords([step('push')])).toBe('Push 1 key')
    expect(verbWords([step('push'), step('push'), step('remove')])).toBe('Push 2 keys and remove 1')
    expect(verbWords([step('rename'), step('remove'), step('push')])).toBe(
      'Push 1 key, rename 1 and remove 1',
    )
    expect(verbWords([step('remove')])).toBe('Remove 1 key')
  })

  it('name what a step does, and another name only where it is another', () => {
    expect(stepWords(step('push'))).toBe('Push')
    expect(stepWords(step('push', { cloudName: 'web-2' }))).toBe('Push as web-2')
    const key = { name: 'old', region: null, cloudKeyId: null }
    expect(stepWords(step('rename', { key }))).toBe('Rename old to web')
  })
})

describe('the words of a run', () => {
  it('say how it stands, and what can be taken up', () => {
    const running = { state: 'running' as const, steps: ran('done', 'failed', 'running') }
    expect(runSentence(running)).toBe('1 of 3 steps done, 1 failed.')
    expect(againVerb(running)).toBeNull()
    const cut = { state: 'interrupted' as const, steps: ran('done', 'waiting') }
    expect(runSentence(cut)).toBe('The sync was cut off: 1 done, 1 not begun.')
    expect(againVerb(cut)).toBe('Resume')
    expect(againVerb({ state: 'ended', steps: ran('done', 'failed') })).toBe('Retry 1 failed')
    expect(againVerb({ state: 'ended', steps: ran('done', 'already', 'dropped') })).toBeNull()
  })
})

it('says once why several steps failed, where it is the same', () => {
  const failed = (message: string) => ({
    ...step('push'),
    state: 'failed' as const,
    problem: { code: 'cloud-quota' as const, message, retryable: true },
  })
  expect(sharedProblem([failed('Full.'), failed('Full.'), ...ran('done')])?.message).toBe('Full.')
  expect(sharedProblem([failed('Full.'), failed('Gone.')])).toBeUndefined()
  expect(sharedProblem([failed('Full.')])).toBeUndefined()
})

describe('the words of what has drifted', () => {
  const item = { accountId: 'a', region: null, before: [], now: [], keyId: null }
  it('tell keys, declared keys, and instances apart', () => {
    const kinds: DriftItem['kind'][] = ['key-added', 'key-gone', 'instance-keys', 'instance-new']
    expect(
      driftSentence(
        kinds.map((kind) => ({ kind })),
        'yesterday',
      ),
    ).toBe(
      'Changed outside Latchkey since yesterday: 2 keys; declared keys of 1 instance; 1 instance new or gone.',
    )
    expect(driftWords({ ...item, kind: 'key-renamed', name: 'new', before: ['old'] })).toBe(
      'Key old is called new now',
    )
    expect(driftWords({ ...item, kind: 'instance-keys', name: 'web-1', now: ['a', 'b'] })).toBe(
      'Instance web-1 declares a, b, before none',
    )
  })
})
