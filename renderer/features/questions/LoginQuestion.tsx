import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Question } from '../../../contract/questions.js'
import { say } from '../../../contract/words/say.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { hear } from '../../words/language.js'
import { rich } from '../../words/rich.js'
import { QuestionModal } from './QuestionModal.js'
import classes from './questions.module.css'

type Login = Extract<Question, { kind: 'login' }>

/** What a server wants typed to let in, all of one round. Nothing of it is kept, also not in the window. */
export function LoginQuestion({ question }: { question: Login }) {
  const { method, target, instanceName, title, instructions, prompts, again } = question
  const [texts, setTexts] = useState(() => prompts.map(() => ''))
  const put = (index: number, text: string) =>
    setTexts((now) => now.map((old, at) => (at === index ? text : old)))
  return (
    <QuestionModal
      question={question}
      title={method === 'password' ? say`Password for ${instanceName}` : say`${instanceName} asks`}
      verb={say`Log in`}
      yes={{ kind: 'login', texts }}
      typing
    >
      <p className={classes.text}>
        {method === 'password'
          ? rich`The password goes to ${<strong>{target}</strong>} alone, whose host key was checked. Latchkey does not keep it.`
          : rich`What you type goes to ${<strong>{target}</strong>} alone, whose host key was checked. Latchkey does not keep it.`}
      </p>
      {again && (
        <p className={classes.alarm} role="alert">
          {say`The server refused what was typed. Servers shut out those who try too often.`}
        </p>
      )}
      {(title !== '' || instructions !== '') && (
        <p className={classes.words}>{[title, instructions].filter((text) => text !== '').join('\n')}</p>
      )}
      {prompts.map(({ text, echo }, index) => {
        const Input = echo ? TextInput : SecretInput
        return (
          <Input
            // biome-ignore lint/suspicious/noArrayIndexKey: the prompts of a round stay as they are
            key={index}
            label={<span className={classes.words}>{hear(text) || say`Answer`}</span>}
            value={texts[index] ?? ''}
            onChange={(event) => put(index, event.currentTarget.value)}
            maxLength={4000}
            autoComplete="off"
            spellCheck={false}
            {...(index === 0 && { 'data-autofocus': true })}
          />
        )
      })}
    </QuestionModal>
  )
}
