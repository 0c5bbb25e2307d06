import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { ChangedHostKey } from './ChangedHostKey.js'
import { UnknownHostKey } from './UnknownHostKey.js'

/** Asks what the core wants to know, one question at a time, over whatever is shown. Mount it once. */
export function HostKeyQuestions() {
  const [question] = useStream(api.questions.watch, undefined).value ?? []
  if (question === undefined) return null
  if (question.kind === 'host-key-unknown') return <UnknownHostKey key={question.id} question={question} />
  return <ChangedHostKey key={question.id} question={question} />
}
