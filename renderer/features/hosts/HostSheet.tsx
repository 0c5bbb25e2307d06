import { Group, Select, Stack, TagsInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { OwnHost } from '../../../contract/hosts.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'
import { canLogIn, useKeys } from '../keys/key-queries.js'
import {
  factsOf,
  formOf,
  type HostForm,
  isProposed,
  type NewPlace,
  newForm,
  problemsOf,
  withAddressRead,
} from './host-form.js'
import { hostsChanged } from './host-queries.js'

interface Props {
  /** Absent: a new one. */
  host?: OwnHost
  /** What is known of a new one. */
  from?: NewPlace | undefined
  /** The key pair that Connect uses. */
  boundKeyId?: string | null
  /** Beside the buttons. */
  aside?: ReactNode
  onDone: (host: OwnHost) => void
  onClose: () => void
}

/** The form of a host that is in no cloud. */
export function HostSheet({ host, from, boundKeyId = null, aside, onDone, onClose }: Props) {
  const [form, setForm] = useState(() => (host ? formOf(host, boundKeyId) : newForm(from)))
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const save = useSave(host, onDone)
  const problems = problemsOf(form)
  const set = (change: Partial<HostForm>) => setForm((now) => ({ ...now, ...change }))
  const leave = (field: string) => setLeft((now) => new Set(now).add(field))
  const field = (name: keyof typeof problems) => ({
    value: form[name],
    error: left.has(name) && problems[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
    onBlur: () => leave(name),
    autoComplete: 'off',
    spellCheck: false,
  })
  const submit = () => {
    const read = withAddressRead(form)
    setForm(read)
    setLeft(new Set(['name', 'address', 'port', 'user', 'jump']))
    if (Object.keys(problemsOf(read)).length === 0) save.mutate(read)
  }
  const moves =
    host !== undefined && (host.host !== form.address.trim() || String(host.port) !== form.port.trim())
  return (
    <Sheet
      title={host === undefined ? say`Add host` : say`Edit ${host.name}`}
      verb={host === undefined ? say`Add host` : say`Save`}
      busy={save.isPending}
      problem={save.error ? errorInfo(save.error) : undefined}
      aside={aside}
      onSubmit={submit}
      onClose={onClose}
    >
      <Stack gap="md">
        <Group gap="sm" align="flex-start" wrap="nowrap">
          <TextInput
            {...field('address')}
            label={say`Address`}
            description={
              moves && boundKeyId !== null
                ? say`What was proven and seen at the old address is forgotten.`
                : say`Or paste user@host:port.`
            }
            placeholder={say`web.example.com`}
            onBlur={() => {
              setForm(withAddressRead)
              leave('address')
            }}
            style={{ flex: 1 }}
            data-autofocus
          />
          <TextInput {...field('port')} label={say`Port`} inputMode="numeric" w={88} />
        </Group>
        <TextInput {...field('user')} label={say`Login user`} placeholder={say`root`} />
        <TextInput
          {...field('name')}
          label={say`Name`}
          description={say`Under which it is listed.`}
          placeholder={say`web`}
          onFocus={(event) => {
            // What is typed takes the place of what was proposed.
            if (isProposed(form)) event.currentTarget.select()
          }}
        />
        <KeyField value={form.keyId} onChange={(keyId) => set({ keyId })} mayClear={boundKeyId === null} />
        <TagsInput label={say`Tags`} value={form.tags} onChange={(tags) => set({ tags })} maxTags={20} />
        {(host?.jump ?? null) !== null && (
          <TextInput
            {...field('jump')}
            label={say`Jump host`}
            description={say`The hosts it is reached through, as ProxyJump has them: names of your hosts, or user@host:port, with commas between. Clear it if this computer reaches the host directly.`}
          />
        )}
      </Stack>
    </Sheet>
  )
}

function KeyField(props: {
  value: string | null
  mayClear: boolean
  onChange: (keyId: string | null) => void
}) {
  const keys = (useKeys().data ?? []).filter((key) => canLogIn(key) || key.id === props.value)
  if (keys.length === 0) return null
  return (
    <Select
      label={say`Key pair that opens it already`}
      description={say`Connect then uses it. Leave it empty to put a key there with Bind.`}
      data={keys.map(({ id, name }) => ({ value: id, label: name }))}
      value={props.value}
      onChange={props.onChange}
      clearable={props.mayClear}
      searchable
      placeholder={say`None is known`}
    />
  )
}

function useSave(host: OwnHost | undefined, onDone: (host: OwnHost) => void) {
  const add = useMutation(api.hosts.add.mutationOptions())
  const edit = useMutation(api.hosts.edit.mutationOptions())
  return useMutation({
    mutationFn: async (form: HostForm) => {
      const facts = factsOf(form)
      const saved = host ? await edit.mutateAsync({ id: host.id, ...facts }) : await add.mutateAsync(facts)
      await hostsChanged()
      return saved
    },
    onSuccess: onDone,
  })
}
