import { say } from '../../contract/words/say.js'
import { SecretInput } from './SecretInput.js'
import { Strength } from './Strength.js'

interface Props {
  label: string
  description: string
  /** Why the host refused it. */
  wrong: string | undefined
  form: {
    passphrase: string
    again: string
    /** The two were typed and differ. */
    differ: boolean
    setPassphrase(text: string): void
    setAgain(text: string): void
  }
}

/** A new passphrase of a file, typed twice, with a word on its strength. */
export function NewPassphrase({ label, description, wrong, form }: Props) {
  return (
    <>
      <SecretInput
        label={label}
        description={description}
        value={form.passphrase}
        error={wrong}
        onChange={(event) => form.setPassphrase(event.currentTarget.value)}
      />
      <Strength value={form.passphrase} what="passphrase" />
      <SecretInput
        label={say`The same passphrase again`}
        value={form.again}
        error={form.differ ? say`The two passphrases differ.` : undefined}
        onChange={(event) => form.setAgain(event.currentTarget.value)}
      />
    </>
  )
}
