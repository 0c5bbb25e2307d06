import { Alert } from '@mantine/core'
import type { Question } from '../../../contract/questions.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { unreadableText } from '../known-hosts/unreadable-text.js'
import { CompareCommand } from './CompareCommand.js'
import { QuestionModal } from './QuestionModal.js'
import classes from './questions.module.css'

type Unknown = Extract<Question, { kind: 'host-key-unknown' }>

/** The first connection to a host: is it the one that is meant? */
export function UnknownHostKey({ question }: { question: Unknown }) {
  const { instanceName, host, offered, unreadableLines } = question
  return (
    <QuestionModal
      question={question}
      title={`Is this the host key of ${instanceName}?`}
      verb="Trust and continue"
      yes={{ kind: 'trust' }}
    >
      <p className={classes.text}>
        Latchkey has not connected to {host} before. Its host key proves in future that it is the same
        machine.
      </p>
      {unreadableLines > 0 && (
        <Alert color="red" title="It may have been known">
          {unreadableText(unreadableLines)} If you connected to {host} before, its host key may be in there:
          compare the fingerprint before you trust it.
        </Alert>
      )}
      <dl className={classes.facts}>
        <dt>Instance</dt>
        <dd>{instanceName}</dd>
        <dt>Address</dt>
        <dd>{host}</dd>
        <dt>Algorithm</dt>
        <dd>{offered.algorithm}</dd>
        <dt>SHA256</dt>
        <dd>
          <Fingerprint value={offered.fingerprint} />
        </dd>
      </dl>
      <CompareCommand instanceName={instanceName} algorithm={offered.algorithm} />
    </QuestionModal>
  )
}
