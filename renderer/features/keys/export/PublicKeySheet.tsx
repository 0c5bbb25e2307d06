import { SegmentedControl, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeyPair, PublicFormat } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { errorInfo } from '../../../api/errors.js'
import { api } from '../../../api/queries.js'
import { CopyButton } from '../../../ui/CopyButton.js'
import { Sheet } from '../../../ui/Sheet.js'

const formats: { value: PublicFormat; label: string; reason: string }[] = [
  {
    value: 'openssh',
    label: say`OpenSSH line`,
    reason: say`For authorized_keys, clouds, GitHub and GitLab.`,
  },
  {
    value: 'rfc4716',
    label: say`RFC 4716`,
    reason: say`For ssh.com servers, SFTP services and some appliances.`,
  },
  { value: 'pem', label: 'PEM', reason: say`For programs over OpenSSL: SubjectPublicKeyInfo.` },
]

/** The public half as text, in the form that the other side wants. It is no secret. */
export function PublicKeySheet({ keyPair, onClose }: { keyPair: KeyPair; onClose: () => void }) {
  const [format, setFormat] = useState<PublicFormat>('openssh')
  const text = useQuery(api.keys.publicKey.queryOptions({ input: { id: keyPair.id, format } }))
  return (
    <Sheet
      title={say`Public key of ${keyPair.name}`}
      verb={say`Done`}
      done
      size={640}
      problem={text.error === null ? undefined : errorInfo(text.error)}
      aside={text.data !== undefined && <CopyButton words label={say`Copy public key`} value={text.data} />}
      onSubmit={onClose}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={say`Format`}
        data={formats.map(({ value, label }) => ({ value, label }))}
        value={format}
        onChange={(value) => setFormat(value as PublicFormat)}
      />
      <Textarea
        label={say`Public key`}
        description={formats.find(({ value }) => value === format)?.reason}
        value={text.data ?? ''}
        readOnly
        autosize
        minRows={4}
        maxRows={16}
        styles={{ input: { fontFamily: 'var(--lk-mono)', fontSize: 12 } }}
        onFocus={(event) => event.currentTarget.select()}
      />
    </Sheet>
  )
}
