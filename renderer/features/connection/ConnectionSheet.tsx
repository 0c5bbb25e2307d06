import { Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ConnectionOptions, defaultConnection } from '../../../contract/connection.js'
import type { Remedy } from '../../../contract/remedies.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Folded } from '../../ui/Folded.js'
import { Sheet } from '../../ui/Sheet.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { AgentFields } from './AgentFields.js'
import { type ConnectionForm, checkForm, formOf, withRemedies } from './connection-form.js'
import { RouteFields } from './RouteFields.js'
import { StartFields } from './StartFields.js'
import { TransportFields } from './TransportFields.js'
import { WayFields } from './WayFields.js'
import { WeakFields } from './WeakFields.js'

interface Props {
  instanceId: string
  instanceName: string
  /** What would have helped a connection that failed: ticked at first. */
  remedies?: Remedy[]
  /** The word on the button. */
  verb?: string
  onSaved: () => void
  onClose: () => void
}

/** How one instance is connected to. */
export function ConnectionSheet(props: Props) {
  const { instanceId, instanceName, onClose } = props
  const read = useQuery({
    ...api.connection.get.queryOptions({ input: { instanceId } }),
    staleTime: 0,
    gcTime: 0,
  })
  if (read.data !== undefined && !read.isFetching) return <Form {...props} {...read.data} />
  return (
    <Dialog title={say`Connection to ${instanceName}`} size={560} onClose={onClose}>
      {read.error === null ? (
        <StatusDot tone="busy">{say`Reading how it is connected to`}</StatusDot>
      ) : (
        <ErrorMessage problem={errorInfo(read.error)} onRetry={() => void read.refetch()} />
      )}
    </Dialog>
  )
}

interface FormProps extends Props {
  options: ConnectionOptions
  systemAgent: string | null
}

function Form({ instanceId, instanceName, remedies = [], verb = say`Save`, options, ...rest }: FormProps) {
  const [form, setForm] = useState(() => withRemedies(formOf(options), remedies))
  const { options: chosen, problems, proxyPassword } = checkForm(form)
  const save = useMutation({ ...api.connection.set.mutationOptions(), onSuccess: rest.onSaved })
  const fields = {
    form,
    problems,
    set: (change: Partial<ConnectionForm>) => setForm((now) => ({ ...now, ...change })),
  }
  const differs = differing(options, remedies)
  return (
    <Sheet
      title={say`Connection to ${instanceName}`}
      verb={verb}
      size={560}
      busy={save.isPending}
      disabled={chosen === null}
      problem={save.error === null ? undefined : errorInfo(save.error)}
      onSubmit={() =>
        chosen !== null &&
        save.mutate({ instanceId, options: chosen, ...(proxyPassword !== undefined && { proxyPassword }) })
      }
      onClose={rest.onClose}
    >
      <Stack gap="md">
        <TextInput
          label={say`Login user`}
          description={say`Empty: the one that worked last, else the one that fits its system.`}
          value={form.user}
          error={problems.user}
          onChange={(event) => fields.set({ user: event.currentTarget.value })}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
        />
        <RouteFields {...fields} instanceId={instanceId} />
        <WayFields {...fields} />
        <AgentFields {...fields} systemAgent={rest.systemAgent} />
        <Folded summary={say`Start-up command and environment`} open={differs.start}>
          <StartFields {...fields} />
        </Folded>
        <Folded summary={say`Network`} open={differs.network}>
          <TransportFields {...fields} />
        </Folded>
        <Folded summary={say`Weak algorithms for old devices`} open={differs.weak}>
          <WeakFields {...fields} wanted={remedies.some(({ kind }) => kind === 'allow-weak')} />
        </Folded>
      </Stack>
    </Sheet>
  )
}

/** Which groups are not as they are by default, or are to be looked at. */
function differing(options: ConnectionOptions, remedies: Remedy[]) {
  const { keepAliveSeconds, connectSeconds, compression, addressFamily } = options
  return {
    start: options.startUp.command !== '' || options.environment.length > 0,
    network:
      keepAliveSeconds !== defaultConnection.keepAliveSeconds ||
      connectSeconds !== defaultConnection.connectSeconds ||
      compression ||
      addressFamily !== 'any',
    weak: options.weakAlgorithms.length > 0 || remedies.some(({ kind }) => kind === 'allow-weak'),
  }
}
