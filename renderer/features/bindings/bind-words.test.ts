import { describe, expect, it } from 'vitest'
import type { BindJob, InterruptedBinding } from '../../../contract/bindings.js'
import { cancelSentence, interruptedSentence, leftSentence, runningStep, stepDuration } from './bind-words.js'

type Step = BindJob['steps'][number]
const step = (name: Step['name'], state: Step['state']): Step => ({ name, state, label: `Do ${name}` })

it('names the step that runs', () => {
  const steps = [step('push', 'done'), step('stop', 'running'), step('reset', 'waiting')]
  expect(runningStep({ steps, cancelling: false })).toBe('Do stop')
  expect(runningStep({ steps, cancelling: true })).toBe('cancelling')
})

describe('durations', () => {
  const startedAt = '2026-07-04T10:00:00.000Z'
  it('run on until a step ends', () => {
    const running = { ...step('stop', 'running'), startedAt }
    expect(stepDuration(running, Date.parse(startedAt) + 4000)).toBe('4 s')
    expect(stepDuration({ ...running, endedAt: '2026-07-04T10:01:05.000Z' }, 0)).toBe('1 min 05 s')
  })
  it('say nothing of a step that has not begun', () => {
    expect(stepDuration(step('prove', 'waiting'), Date.now())).toBe('')
  })
})

describe('what cancelling does', () => {
  const instanceName = 'web-1'
  const action = 'bind'
  it('leaves a running instance alone', () => {
    expect(
      cancelSentence({ action, instanceName, steps: [step('push', 'running'), step('stop', 'waiting')] }),
    ).toBe('Cancel stops before the next step. Its keys stay as they are.')
  })
  it('starts a stopped one again', () => {
    expect(
      cancelSentence({ action, instanceName, steps: [step('stop', 'running'), step('reset', 'waiting')] }),
    ).toContain('starts web-1 again')
  })
  it('does not promise to start one that was started already', () => {
    const steps = [
      step('stop', 'done'),
      step('reset', 'done'),
      step('start', 'done'),
      step('wait', 'running'),
    ]
    expect(cancelSentence({ action, instanceName, steps })).toBe(
      'Cancel ends the wait; web-1 is started already. The key that was set stays.',
    )
  })
  it('does not claim to undo a reset', () => {
    const steps = [step('stop', 'done'), step('reset', 'done'), step('start', 'running')]
    expect(cancelSentence({ action, instanceName, steps })).toContain('The key that was set stays.')
  })
})

it('says what the instance was left as', () => {
  const result = { outcome: 'failed', message: 'No.', instanceLeft: 'stopped' } as const
  expect(leftSentence(result, 'web-1')).toBe('web-1 was left stopped.')
  expect(leftSentence({ ...result, instanceLeft: 'running' }, 'web-1')).toBeNull()
})

const cutOff: InterruptedBinding = {
  id: 'b1',
  action: 'bind',
  keyId: 'k1',
  instanceId: 'i1',
  instanceName: 'web-1',
  startedAt: '2026-07-04T10:00:00.000Z',
  by: 'cloud',
  step: 'reset',
  ended: false,
  users: [],
  mayBeStopped: true,
}

it('says what was cut off and what may have come of it', () => {
  expect(interruptedSentence(cutOff, 'deploy')).toBe(
    'Binding deploy to web-1 was cut off while its keys were being changed. web-1 may be stopped.',
  )
  expect(interruptedSentence({ ...cutOff, mayBeStopped: false }, undefined)).not.toContain('stopped.')
})

const sshCut: InterruptedBinding = { ...cutOff, by: 'ssh', step: 'write', mayBeStopped: false }

it('says of a binding over SSH that the file is whole, whatever was cut off', () => {
  expect(interruptedSentence({ ...sshCut, step: 'read' }, 'deploy')).toBe(
    'Binding deploy to web-1 was cut off while its authorized_keys was being read. Nothing was changed on it.',
  )
  expect(interruptedSentence(sshCut, 'deploy')).toContain('The file is whole')
  expect(interruptedSentence({ ...sshCut, users: ['ada'] }, 'deploy')).toContain(
    'authorized_keys of ada is whole, with or without the new line',
  )
})

it('never calls cut off what came to an end', () => {
  const over = { ...sshCut, step: 'others' as const, ended: true, users: ['ada', 'bob'] }
  const sentence = interruptedSentence(over, 'deploy')
  expect(sentence).toContain('Binding deploy to web-1 has ended and could not be put right.')
  expect(sentence).toContain('authorized_keys of ada, bob')
  expect(sentence).not.toContain('cut off')
})
