import { Alert } from '@mantine/core'
import type { Question } from '../../../contract/questions.js'
import { say } from '../../../contract/words/say.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { hear } from '../../words/language.js'
import { unreadableText } from '../known-hosts/unreadable-text.js'
import { AlsoKnownAs } from './AlsoKnownAs.js'
import { CompareKey } from './CompareKey.js'
import { QuestionModal } from './QuestionModal.js'
import classes from './questions.module.css'
import { Randomart } from './Randomart.js'

type Unknown = Extract<Question, { kind: 'host-key-unknown' }>

/** The first connection to a host: is it the one that is meant? */
export function UnknownHostKey({ question }: { question: Unknown }) {
  const { instanceName, host, offered, alsoKnownAs, certificateProblem, unreadableLines } = question
  return (
    <QuestionModal
      question={question}
      title={say`Is this the host key of ${instanceName}?`}
      verb={say`Trust and continue`}
      yes={{ kind: 'trust' }}
    >
      <p className={classes.text}>
        {say`Latchkey has not connected to ${host} before. Its host key proves in future that it is the same machine.`}
      </p>
      {unreadableLines > 0 && (
        <Alert color="red" title={say`It may have been known`}>
          {say`${unreadableText(unreadableLines)} If you connected to ${host} before, its host key may be in there: compare the fingerprint before you trust it.`}
        </Alert>
      )}
      {certificateProblem !== null && (
        <Alert color="yellow" title={say`No certificate speaks for it`}>
          {hear(certificateProblem)}
        </Alert>
      )}
      <AlsoKnownAs names={alsoKnownAs} />
      <div className={classes.key}>
        <dl className={classes.facts}>
          <dt>{say`Instance`}</dt>
          <dd>{instanceName}</dd>
          <dt>{say`Address`}</dt>
          <dd>{host}</dd>
          <dt>{say`Algorithm`}</dt>
          <dd>{offered.algorithm}</dd>
          <dt>{say`SHA256`}</dt>
          <dd>
            <Fingerprint value={offered.fingerprint} />
          </dd>
        </dl>
        <Randomart art={offered.randomart} of={say`the host key`} />
      </div>
      <CompareKey instanceName={instanceName} offered={offered} />
    </QuestionModal>
  )
}
