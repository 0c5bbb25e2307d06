import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Question } from '../../../contract/questions.js'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { hear } from '../../words/language.js'
import { rich } from '../../words/rich.js'
import { AlsoKnownAs } from './AlsoKnownAs.js'
import { CompareKey } from './CompareKey.js'
import { QuestionModal } from './QuestionModal.js'
import classes from './questions.module.css'
import { Randomart } from './Randomart.js'

type Changed = Extract<Question, { kind: 'host-key-changed' }>

/** A host that shows another key than before: nothing has been sent to it, and going on takes typing. */
export function ChangedHostKey({ question }: { question: Changed }) {
  const { instanceName, host, offered, known, explanation, confirm, alsoKnownAs, certificateProblem } =
    question
  const { besideAs } = question
  const [typed, setTyped] = useState('')
  return (
    <QuestionModal
      question={question}
      title={say`The host key of ${instanceName} has changed`}
      verb={besideAs === undefined ? say`Replace the known key` : say`Trust the offered key here`}
      danger
      yes={typed === confirm ? { kind: 'replace', typed } : null}
    >
      <p className={classes.alarm} role="alert">
        {rich`${<strong>{say`${host} shows another host key than the one that Latchkey knows.`}</strong>} The connection was stopped before your key was used.`}
      </p>
      <div className={classes.sides}>
        <div className={classes.column}>
          {known.map((key) => (
            <Side key={key.fingerprint} title={say`Known`} hostKey={key} since={sinceText(key.since)} />
          ))}
        </div>
        <Side title={say`Offered now`} hostKey={offered} offered />
      </div>
      {explanation !== null && (
        <p className={classes.text}>
          {say`The cloud tells: ${hear(explanation)} That would explain a new host key; compare the fingerprints all the same.`}
        </p>
      )}
      <AlsoKnownAs names={alsoKnownAs} />
      {known.every(({ algorithm }) => algorithm !== offered.algorithm) && (
        <p className={classes.text}>
          {say`A key of the known type was asked for first, and the server did not show one.`}
        </p>
      )}
      {certificateProblem !== null && <p className={classes.text}>{hear(certificateProblem)}</p>}
      <div>
        {rich`The likely reasons:${(
          <ul className={classes.reasons}>
            {besideAs !== undefined && (
              <li>
                {say`Behind its jump host, ${host} is another machine than the one that is known: private networks use the same addresses. The known key then stays, and the offered one counts there, as ${besideAs}.`}
              </li>
            )}
            <li>{say`${instanceName} was reinstalled, restored or made from another image.`}</li>
            <li>{say`The address ${host} was given to another machine.`}</li>
            <li>{say`Someone answers in its place, and would see all that you type.`}</li>
          </ul>
        )}`}
      </div>
      <CompareKey instanceName={instanceName} offered={offered} known={known} />
      <TextInput
        label={say`Address of the host`}
        description={
          besideAs === undefined
            ? say`Type ${confirm} to replace the known key. Only do so if the fingerprints agree.`
            : say`Type ${confirm} to trust the offered key. Only do so if the fingerprints agree.`
        }
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </QuestionModal>
  )
}

interface SideProps {
  title: string
  hostKey: Changed['offered']
  since?: string
  offered?: boolean
}

function Side({ title, hostKey, since, offered }: SideProps) {
  return (
    <div className={classes.side} data-new={offered}>
      <h3>
        {title} <span className={classes.dim}>{since}</span>
      </h3>
      <div className={classes.dim}>{hostKey.algorithm}</div>
      <Fingerprint value={hostKey.fingerprint} />
      <Randomart art={hostKey.randomart} of={offered ? say`the key offered now` : say`the known key`} />
    </div>
  )
}

function sinceText(since: string | null): string {
  return since === null ? say`from known_hosts` : say`since ${timeText(since)}`
}
