import {
  Autocomplete,
  Button,
  Checkbox,
  Group,
  SegmentedControl,
  Select,
  Stack,
  TextInput,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Forward, type ForwardOptions, leadsAlike } from '../../../contract/forwards.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { Notice } from '../../ui/Notice.js'
import { Sheet } from '../../ui/Sheet.js'
import { useGoTo } from '../frame/navigation.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { checkForm, type ForwardForm, type ForwardKind, formOf } from './forward-form.js'
import { cutWords, exposure, promise, runs } from './forward-words.js'
import classes from './forwards.module.css'

const kinds = [
  { value: 'local', label: say`Local (-L)` },
  { value: 'remote', label: say`Remote (-R)` },
  { value: 'dynamic', label: say`SOCKS proxy (-D)` },
]
const hosts = ['127.0.0.1', '::1', 'localhost', '0.0.0.0']

interface Props {
  /** Null for a new one. */
  forward: Forward | null
  /** Null where the instance is to be chosen. */
  instanceId: string | null
  onClose: () => void
}

/** Makes a forward, or changes one; says what it will do. */
export function ForwardSheet({ forward, instanceId: given, onClose }: Props) {
  const instances = useInventoryQuery().data?.instances ?? []
  const [form, setForm] = useState(() => formOf(forward?.options ?? null))
  const [instanceId, setInstanceId] = useState(given)
  const [tried, setTried] = useState(false)
  const { options, problems } = checkForm(form)
  const goTo = useGoTo()
  const save = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess() {
      goTo('forwards')
      onClose()
    },
  })
  const set = (change: Partial<ForwardForm>) => setForm((now) => ({ ...now, ...change }))
  const name = instances.find(({ id }) => id === instanceId)?.name ?? forward?.instanceName
  const submit = (starts: boolean) => {
    setTried(true)
    if (options === null || instanceId === null) return
    save.mutate(() => keep(forward, instanceId, options, starts))
  }
  const wrong = tried ? problems : {}
  return (
    <Sheet
      title={forward === null ? say`Forward a port` : say`Edit the forward`}
      verb={forward === null ? say`Save and start` : say`Save`}
      size={560}
      busy={save.isPending}
      problem={save.error === null ? undefined : errorInfo(save.error)}
      aside={
        forward === null && (
          <Button variant="default" data-submits onClick={() => submit(false)}>
            {say`Save only`}
          </Button>
        )
      }
      onSubmit={() => submit(true)}
      onClose={onClose}
    >
      <Stack gap="md">
        <SegmentedControl
          aria-label={say`Kind`}
          data={kinds}
          value={form.kind}
          onChange={(kind) => set({ kind: kind as ForwardKind })}
        />
        <Select
          label={say`Instance`}
          placeholder={say`Choose an instance`}
          searchable
          limit={50}
          data={instances.map(({ id, name: label }) => ({ value: id, label }))}
          value={instanceId}
          error={tried && instanceId === null ? say`An instance is needed.` : undefined}
          onChange={setInstanceId}
        />
        <Group gap="sm" grow align="flex-start">
          <Autocomplete
            label={form.kind === 'remote' ? say`Listen on the instance at` : say`Listen on this computer at`}
            data={hosts}
            filter={({ options: all }) => all}
            value={form.listenHost}
            error={wrong.listenHost}
            onChange={(listenHost) => set({ listenHost })}
          />
          <TextInput
            label={say`Port to listen on`}
            placeholder={say`any free one`}
            inputMode="numeric"
            data-autofocus
            value={form.listenPort}
            error={wrong.listenPort}
            onChange={(event) => set({ listenPort: event.currentTarget.value })}
          />
        </Group>
        {form.kind !== 'dynamic' && (
          <Group gap="sm" grow align="flex-start">
            <TextInput
              label={
                form.kind === 'remote' ? say`To, as this computer sees it` : say`To, as the instance sees it`
              }
              value={form.toHost}
              error={wrong.toHost}
              onChange={(event) => set({ toHost: event.currentTarget.value })}
            />
            <TextInput
              label={say`Port there`}
              placeholder="5432"
              inputMode="numeric"
              value={form.toPort}
              error={wrong.toPort}
              onChange={(event) => set({ toPort: event.currentTarget.value })}
            />
          </Group>
        )}
        <TextInput
          label={say`Name`}
          description={say`May be left empty.`}
          value={form.name}
          error={wrong.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Stack gap="xs">
          <Checkbox
            label={say`Connect again by itself when the connection is lost`}
            checked={form.keepUp}
            onChange={(event) => set({ keepUp: event.currentTarget.checked })}
          />
          <Checkbox
            label={say`Start with the first terminal of the instance, and stop with its last`}
            checked={form.withSession}
            onChange={(event) => set({ withSession: event.currentTarget.checked })}
          />
        </Stack>
        {forward !== null && options !== null && !staysAsItIs(forward, instanceId, options) && (
          <Notice tone="warn">{cutWords(forward)}</Notice>
        )}
        {options !== null && <Saying options={options} instanceName={name ?? say`the instance`} />}
      </Stack>
    </Sheet>
  )
}

/** It is off, or saving leaves what goes through it alone. */
const staysAsItIs = (forward: Forward, instanceId: string | null, options: ForwardOptions) =>
  !runs(forward) || (forward.instanceId === instanceId && leadsAlike(forward.options, options))

function Saying({ options, instanceName }: { options: ForwardOptions; instanceName: string }) {
  const open = exposure(options, instanceName)
  return (
    <>
      <p className={classes.promise} data-testid="forward-promise">
        {promise({ options, instanceName, port: null })}
      </p>
      {open !== null && <Notice tone="warn">{open}</Notice>}
    </>
  )
}

async function keep(forward: Forward | null, instanceId: string, options: ForwardOptions, starts: boolean) {
  if (forward !== null) return await rpc.forwards.change({ id: forward.id, instanceId, options })
  const { id } = await rpc.forwards.create({ instanceId, options })
  if (starts) await rpc.forwards.start({ id })
}
