import { Button, Radio, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import {
  type GenerateSpec,
  KeyName,
  type KeyNotes,
  type KeyPair,
  type KeyType,
} from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { Sheet } from '../../../ui/Sheet.js'
import { wrongWith } from '../../../ui/what-is-wrong.js'
import { useKeysChanged } from '../key-queries.js'
import { NotesFields, noNotes, notesProblems } from '../NotesFields.js'
import { freeName } from '../names.js'
import { CloudAdvice } from './CloudAdvice.js'
import { type KeyKind, keyKinds, sizeOf } from './key-kinds.js'
import { RsaWait } from './RsaWait.js'
import { useGenerate } from './use-generate.js'

interface Props {
  /** Chosen at first. */
  type: KeyType
  taken: string[]
  tags: string[]
  onCreated: (keyPair: KeyPair) => void
  onClose: () => void
}

/** Makes a key pair; the private half goes into the vault and nowhere else. */
export function CreateKeySheet({ type, taken, tags, onCreated, onClose }: Props) {
  const [spec, setSpec] = useState(() => firstSpec(type))
  const [name, setName] = useState(() => freeName(`key-${new Date().getFullYear()}`, taken))
  const [notes, setNotes] = useState<KeyNotes>(noNotes)
  const [noted, setNoted] = useState(false)
  const [left, setLeft] = useState(false)
  const changed = useKeysChanged()
  const generate = useGenerate()
  const wrongName = wrongWith(KeyName, name)

  const submit = async () => {
    setLeft(true)
    if (wrongName !== undefined) return
    const { comment, ...rest } = notes
    const keyPair = await generate.start({
      name,
      spec,
      notes: { ...rest, ...(comment !== '' && { comment }) },
    })
    if (keyPair === null) return
    await changed()
    onCreated(keyPair)
  }

  return (
    <Sheet
      title={say`Create a key pair`}
      verb={say`Create key pair`}
      size={560}
      busy={generate.running}
      disabled={Object.keys(notesProblems(notes)).length > 0}
      problem={generate.problem}
      aside={
        !noted && (
          <Button variant="default" onClick={() => setNoted(true)}>
            {say`Description, tags, expiry…`}
          </Button>
        )
      }
      onSubmit={() => void submit()}
      onClose={() => (generate.running ? generate.cancel() : onClose())}
    >
      <TextInput
        label={say`Name`}
        description={say`Accounts get the same name when you push the public key.`}
        value={name}
        data-autofocus
        error={left ? wrongName : undefined}
        onBlur={() => setLeft(true)}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Radio.Group label={say`Type`} value={spec.type} onChange={(type) => setSpec(firstSpec(type))}>
        <Stack gap="sm" mt="xs">
          {keyKinds.map((kind) => (
            <div key={kind.type}>
              <Radio value={kind.type} label={kind.label} description={kind.reason} />
              {kind.type === spec.type && <Sizes kind={kind} spec={spec} onChange={setSpec} />}
            </div>
          ))}
        </Stack>
      </Radio.Group>
      <CloudAdvice type={spec.type} />
      {noted && <NotesFields notes={notes} tags={tags} commentPlaceholder={name} onChange={setNotes} />}
      {generate.running && spec.type === 'rsa' && <RsaWait spec={spec} />}
    </Sheet>
  )
}

function firstSpec(type: string): GenerateSpec {
  return keyKinds.find((kind) => kind.type === type)?.specs[0]?.spec ?? { type: 'ed25519' }
}

interface SizesProps {
  kind: KeyKind
  spec: GenerateSpec
  onChange: (spec: GenerateSpec) => void
}

function Sizes({ kind, spec, onChange }: SizesProps) {
  if (kind.specs.length === 1) return null
  const chosen = sizeOf(spec)
  return (
    <Stack gap="xs" mt="xs" ml={28} align="flex-start">
      <SegmentedControl
        aria-label={say`Size of the ${kind.label} key`}
        data={kind.specs.map(({ label }) => label)}
        value={chosen?.label ?? ''}
        onChange={(label) => {
          const next = kind.specs.find((one) => one.label === label)
          if (next !== undefined) onChange(next.spec)
        }}
      />
      {chosen !== undefined && (
        <span>
          {chosen.note} {chosen.time}
        </span>
      )}
    </Stack>
  )
}
