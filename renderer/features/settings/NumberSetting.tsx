import { TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import type { z } from 'zod'
import { readNumber } from './read-number.js'
import classes from './settings.module.css'

interface Props {
  label: string
  description: string
  value: number
  schema: z.ZodType<number>
  disabled?: boolean
  onSave: (value: number) => void
}

/** A whole number that is saved when its field is left or Enter is pressed; Escape brings back the saved one. */
export function NumberSetting({ value, schema, onSave, ...words }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState<string>()
  const change = (text: string | null) => {
    setTyped(text)
    setWrong(undefined)
  }
  const commit = () => {
    if (typed === null) return
    const read = readNumber(typed, schema)
    if ('wrong' in read) return setWrong(read.wrong)
    change(null)
    if (read.value !== value) onSave(read.value)
  }
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Enter') commit()
    if (key === 'Escape') change(null)
  }
  return (
    <TextInput
      {...words}
      className={classes.number}
      inputMode="numeric"
      autoComplete="off"
      value={typed ?? String(value)}
      error={wrong}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  )
}
