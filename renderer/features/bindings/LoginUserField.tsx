import { TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { LoginUser } from '../../../contract/base.js'
import { say } from '../../../contract/words/say.js'
import { type OnWrong, useWrong } from './wrong-fields.js'

interface Props extends Pick<TextInputProps, 'label' | 'aria-label' | 'description' | 'placeholder'> {
  /** Which of the sheet's fields this is. */
  field: string
  user: string | undefined
  onChange(user: string | undefined): void
  onWrong: OnWrong
}

/** A login user, or none. It counts when the field is left; what can be no user's name changes nothing. */
export function LoginUserField({ field, user, onChange, onWrong, ...input }: Props) {
  const [text, setText] = useState(user ?? '')
  const typed = text.trim()
  const isUser = typed === '' || LoginUser.safeParse(typed).success
  useWrong(field, !isUser, onWrong)
  const leave = () => {
    if (isUser && typed !== (user ?? '')) onChange(typed === '' ? undefined : typed)
  }
  return (
    <TextInput
      {...input}
      value={text}
      error={isUser ? undefined : say`This can not be a login user.`}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={leave}
      maxLength={64}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
