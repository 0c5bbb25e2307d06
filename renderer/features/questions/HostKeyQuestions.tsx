import type { Question } from '../../../contract/questions.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { AnnouncedKeys } from './AnnouncedKeys.js'
import { ChangedHostKey } from './ChangedHostKey.js'
import { LoginQuestion } from './LoginQuestion.js'
import { UnknownHostKey } from './UnknownHostKey.js'

/** Asks what the core wants to know, one question at a time, over whatever is shown. Mount it once. */
export function HostKeyQuestions() {
  const all = useStream(api.questions.watch, undefined).value ?? []
  const question = all.find(({ kind }) => kind !== 'host-keys-announced')
  if (question !== undefined) return <Asked question={question} />
  const [announced] = all
  return announced === undefined ? null : <Asked question={announced} />
}

function Asked({ question }: { question: Question }) {
  if (question.kind === 'host-keys-announced') return <AnnouncedKeys key={question.id} question={question} />
  if (question.kind === 'login') return <LoginQuestion key={question.id} question={question} />
  if (question.kind === 'host-key-unknown') return <UnknownHostKey key={question.id} question={question} />
  return <ChangedHostKey key={question.id} question={question} />
}
