import { Checkbox, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { AccountConnection } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'

interface Props {
  connection: AccountConnection
  onChange: (connection: AccountConnection) => void
}

const WORDS = say`any certificate`

/** For clouds with certificates of their own; most accounts leave it as it is. */
export function ConnectionFields({ connection, onChange }: Props) {
  const [asked, setAsked] = useState(false)
  const { ca, ignoresTlsErrors } = connection
  // Only at first: it doesn't close under the hands of who changes it.
  const [open] = useState(ca !== null || ignoresTlsErrors)
  const ignore = (wanted: boolean) => onChange({ ...connection, ignoresTlsErrors: wanted })
  return (
    <details open={open || undefined}>
      <summary>{say`Connection, for private clouds`}</summary>
      <Stack gap="sm" mt="sm">
        <Textarea
          label={say`Certificate of its authority (optional)`}
          description={say`PEM, where the cloud's certificate comes from an authority of your own.`}
          placeholder={say`-----BEGIN CERTIFICATE-----`}
          autosize
          minRows={3}
          maxRows={8}
          spellCheck={false}
          value={ca ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...connection, ca: value.trim() === '' ? null : value })
          }
        />
        <Checkbox
          color="red"
          label={say`Take any certificate (not safe)`}
          description={say`The credentials and every answer can then be read and changed on the way.`}
          checked={ignoresTlsErrors}
          onChange={(event) => (event.currentTarget.checked ? setAsked(true) : ignore(false))}
        />
      </Stack>
      {asked && (
        // Else its submit would be the form's around it as well: a dialog is a child of it for React.
        <div onSubmit={(event) => event.stopPropagation()}>
          <ConfirmSheet
            title={say`Take any certificate for this account?`}
            consequences={[
              say`Whoever is on the way to the cloud can pose as it, read the account's credentials and keep them.`,
              say`They can put their own keys on instances in the name of this account.`,
              say`The certificate of the authority, pasted instead, makes the same cloud work safely.`,
            ]}
            verb={say`Take any certificate`}
            danger
            typed={{ text: WORDS, label: say`What is taken` }}
            onConfirm={async () => ignore(true)}
            onClose={() => setAsked(false)}
          />
        </div>
      )}
    </details>
  )
}
