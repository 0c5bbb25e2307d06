import type { Answer, Question } from '../../contract/questions.js'
import type { Signer } from '../../main/core/keys/signer.js'
import { ownHostsFile } from '../../main/core/known-hosts/hosts-file.js'
import { createKnownHosts, type KnownHosts } from '../../main/core/known-hosts/known-hosts.js'
import type { TextFile } from '../../main/core/ports.js'
import { createQuestions } from '../../main/core/questions/questions.js'
import type { QuestionsService } from '../../main/core/services.js'
import {
  createConnector,
  createOtherConnector,
  createSessionConnector,
} from '../../main/core/sessions/connector.js'
import type {
  ConnectOptions,
  ConnectSession,
  ConnectSsh,
  ConnectSshOtherwise,
  SshConnection,
  SshTarget,
} from '../../main/core/sessions/ssh.js'
import { memoryTextFile, type TestLog, testLog } from './memory-profile.js'
import { noNews } from './no-news.js'
import { systemClock } from './system-clock.js'

export interface LatchkeySsh {
  file: TextFile
  knownHosts: KnownHosts
  questions: QuestionsService
  /** Every question that was asked. */
  asked: Question[]
  connect: ConnectSsh
  otherwise: ConnectSshOtherwise
  session: ConnectSession
  log: TestLog
  /** With the defaults of a test: the instance's name and 10 s. */
  login(target: SshTarget, signer: Signer, more?: Partial<ConnectOptions>): Promise<SshConnection>
}

type AnswerTo = (question: Question) => Answer | null

/** The real connector with known_hosts in memory and a person who answers every question as `answer` says; null: never. */
export function latchkeySsh(answer: AnswerTo = () => ({ kind: 'trust' }), known = ''): LatchkeySsh {
  const file = memoryTextFile(known)
  const knownHosts = createKnownHosts({ file: ownHostsFile(file), clock: systemClock, news: noNews })
  const questions = createQuestions({ clock: systemClock })
  const log = testLog()
  const parts = { knownHosts, questions, clock: systemClock, log }
  const connect = createConnector(parts)
  const asked: Question[] = []
  void answerAll(questions, asked, answer)
  return {
    file,
    knownHosts,
    questions,
    asked,
    connect,
    otherwise: createOtherConnector(parts),
    session: createSessionConnector(parts),
    log,
    login: ({ host, port, user }, signer, more) =>
      connect({ target: { host, port, user }, signer, instanceName: 'web-1', timeoutMs: 10_000, ...more }),
  }
}

async function answerAll(questions: QuestionsService, asked: Question[], answer: AnswerTo): Promise<void> {
  for await (const open of await questions.watch(undefined, {}))
    for (const question of open) {
      if (asked.some(({ id }) => id === question.id)) continue
      asked.push(question)
      const said = answer(question)
      if (said !== null) await questions.answer({ id: question.id, answer: said }, {})
    }
}
