import { Radio, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type GenerateSpec, KeyName, type KeyPair } from '../../../contract/keys.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { setWork } from '../frame/work.js'
import { useKeysChanged } from './key-queries.js'
import { freeName } from './names.js'

interface Props {
  taken: string[]
  onCreated: (keyPair: KeyPair) => void
  onClose: () => void
}

const kinds: { spec: GenerateSpec; label: string; reason: string }[] = [
  {
    spec: { type: 'ed25519' },
    label: 'Ed25519',
    reason: 'Short, fast and safe. Right for nearly every server.',
  },
  {
    spec: { type: 'rsa', bits: 4096 },
    label: 'RSA 4096',
    reason: 'For clouds and old servers that take no Ed25519. Takes a few seconds to make.',
  },
  {
    spec: { type: 'ecdsa', bits: 256 },
    label: 'ECDSA P-256',
    reason: 'Where rules ask for NIST curves.',
  },
]

/** Makes a key pair; the private half goes into the vault and nowhere else. */
export function CreateKeySheet({ taken, onCreated, onClose }: Props) {
  const [type, setType] = useState<GenerateSpec['type']>('ed25519')
  const [name, setName] = useState(() => freeName(`key-${new Date().getFullYear()}`, taken))
  const [left, setLeft] = useState(false)
  const changed = useKeysChanged()
  const generate = useMutation(api.keys.generate.mutationOptions({ onSuccess: changed }))
  useWorkWhile(generate.isPending, `Making the key pair ${name}`)
  const spec = kinds.find((kind) => kind.spec.type === type)?.spec
  const wrongName = KeyName.safeParse(name).error?.issues[0]?.message

  const submit = () => {
    setLeft(true)
    if (spec === undefined || wrongName !== undefined) return
    generate.mutate({ name, spec }, { onSuccess: onCreated })
  }

  return (
    <Sheet
      title="Create a key pair"
      verb="Create key pair"
      busy={generate.isPending}
      problem={generate.error === null ? undefined : errorInfo(generate.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="Accounts get the same name when you push the public key."
        value={name}
        data-autofocus
        error={left ? wrongName : undefined}
        onBlur={() => setLeft(true)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Radio.Group label="Type" value={type} onChange={(value) => setType(value as GenerateSpec['type'])}>
        <Stack gap="sm" mt="xs">
          {kinds.map(({ spec, label, reason }) => (
            <Radio key={spec.type} value={spec.type} label={label} description={reason} />
          ))}
        </Stack>
      </Radio.Group>
      {generate.isPending && type === 'rsa' && (
        <div role="status">
          <StatusDot tone="busy">Looking for two large primes. This takes a few seconds.</StatusDot>
        </div>
      )}
    </Sheet>
  )
}

/** Shows work in the status bar for as long as it runs, also after its sheet was closed by a change of screen. */
function useWorkWhile(running: boolean, label: string): void {
  useEffect(() => {
    if (!running) return
    setWork('generate-key', { label })
    return () => setWork('generate-key', null)
  }, [running, label])
}
