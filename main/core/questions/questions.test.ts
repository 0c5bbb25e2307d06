import { describe, expect, it } from 'vitest'
import type { Question } from '../../../contract/questions.js'
import { handClock } from '../../../test/helpers/hand-clock.js'
import type { QuestionDraft } from '../services.js'
import { createQuestions } from './questions.js'

const offered = {
  algorithm: 'ssh-ed25519',
  fingerprint: 'SHA256:new',
  publicKey: 'ssh-ed25519 AAAA',
  randomart: '',
}
const unknown: QuestionDraft = {
  kind: 'host-key-unknown',
  unreadableLines: 0,
  host: '[10.0.0.1]:2222',
  instanceName: 'web-1',
  offered,
  alsoKnownAs: [],
  certificateProblem: null,
}
const changed: QuestionDraft = {
  kind: 'host-key-changed',
  host: 'web.example',
  instanceName: 'web-1',
  offered,
  alsoKnownAs: [],
  certificateProblem: null,
  known: [{ ...offered, fingerprint: 'SHA256:old', since: null }],
  explanation: null,
  confirm: 'web.example',
}

async function newest(watcher: AsyncIterator<Question[], unknown, void>): Promise<Question[]> {
  const step = await watcher.next()
  return step.done ? [] : step.value
}

function setUp() {
  const clock = handClock()
  const questions = createQuestions({ clock })
  const current = async (): Promise<Question[]> => {
    const watcher = await questions.watch(undefined, {})
    const list = await newest(watcher)
    await watcher.return?.()
    return list
  }
  const onlyId = async () => (await current())[0]?.id ?? ''
  return { clock, questions, current, onlyId }
}

describe('asking about a host key', () => {
  it('shows the question with its end, and takes it away once answered', async () => {
    const { questions, current, onlyId, clock } = setUp()
    const answer = questions.ask(unknown)
    expect(await current()).toEqual([
      { ...unknown, id: expect.any(String), expiresAt: '2026-01-01T00:02:00.000Z' },
    ])
    await questions.answer({ id: await onlyId(), answer: { kind: 'trust' } }, {})
    expect(await answer).toBe('trust')
    expect(await current()).toEqual([])
    expect(clock.waiting()).toBe(0)
  })

  it('is no after two minutes', async () => {
    const { questions, current, clock } = setUp()
    const answer = questions.ask(unknown)
    clock.pass(119_999)
    expect(await current()).toHaveLength(1)
    clock.pass(1)
    expect(await answer).toBe('no')
    expect(await current()).toEqual([])
  })

  it('is no when the one who asks gives up, before or while asking', async () => {
    const { questions, current } = setUp()
    const abort = new AbortController()
    const answer = questions.ask(unknown, abort.signal)
    abort.abort()
    expect(await answer).toBe('no')
    expect(await questions.ask(unknown, abort.signal)).toBe('no')
    expect(await current()).toEqual([])
  })

  it('streams the whole list after each change', async () => {
    const { questions } = setUp()
    const watcher = await questions.watch(undefined, {})
    expect(await newest(watcher)).toEqual([])
    const later = newest(watcher)
    const first = questions.ask(unknown)
    expect(await later).toMatchObject([{ kind: 'host-key-unknown' }])
    const second = questions.ask(changed)
    const both = await newest(watcher)
    expect(both.map((question) => question.kind)).toEqual(['host-key-unknown', 'host-key-changed'])
    for (const { id } of both) await questions.answer({ id, answer: { kind: 'no' } }, {})
    expect(await Promise.all([first, second])).toEqual(['no', 'no'])
  })
})

describe('answering', () => {
  it('replaces a changed key only for the host typed exactly, and stays open otherwise', async () => {
    const { questions, current, onlyId } = setUp()
    const answer = questions.ask(changed)
    const id = await onlyId()
    for (const typed of ['', 'web', 'WEB.EXAMPLE', ' web.example'])
      await expect(questions.answer({ id, answer: { kind: 'replace', typed } }, {})).rejects.toMatchObject({
        code: 'input-invalid',
      })
    expect(await current()).toHaveLength(1)
    await questions.answer({ id, answer: { kind: 'replace', typed: 'web.example' } }, {})
    expect(await answer).toBe('replace')
  })

  it('never takes the answer of the other kind', async () => {
    const { questions, current } = setUp()
    const answers = [questions.ask(changed), questions.ask(unknown)]
    const [first, second] = await current()
    await expect(
      questions.answer({ id: first?.id ?? '', answer: { kind: 'trust' } }, {}),
    ).rejects.toMatchObject({ code: 'input-invalid' })
    await expect(
      questions.answer({ id: second?.id ?? '', answer: { kind: 'replace', typed: '[10.0.0.1]:2222' } }, {}),
    ).rejects.toMatchObject({ code: 'input-invalid' })
    for (const question of await current())
      await questions.answer({ id: question.id, answer: { kind: 'no' } }, {})
    expect(await Promise.all(answers)).toEqual(['no', 'no'])
  })

  it('says so when the question is gone', async () => {
    const { questions } = setUp()
    await expect(questions.answer({ id: 'x', answer: { kind: 'no' } }, {})).rejects.toMatchObject({
      code: 'question-not-found',
    })
  })
})
