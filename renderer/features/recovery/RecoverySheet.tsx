import { Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LoginUser } from '../../../contract/base.js'
import type { RecoveryGuide } from '../../../contract/recovery.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { wrongWith } from '../../ui/what-is-wrong.js'
import { hear } from '../../words/language.js'
import { openBindSheet } from '../bindings/binds.js'
import { canLogIn, useKeys, useKeysChanged } from '../keys/key-queries.js'
import { ConsoleSteps } from './ConsoleSteps.js'
import { keyChoices, NEW_KEY, newKeyName, specFor } from './recovery-words.js'

interface Props {
  instanceId: string
  instanceName: string
  onClose: () => void
}

/** The way back into an instance that no key opens any more: a key, a way, and the proof. */
export function RecoverySheet({ instanceId, instanceName, onClose }: Props) {
  const guide = useQuery({
    ...api.recovery.guide.queryOptions({ input: { instanceId } }),
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <Dialog size="lg" title={say`No key opens ${instanceName}`} onClose={onClose}>
      {guide.error !== null && (
        <ErrorMessage problem={errorInfo(guide.error)} onRetry={() => void guide.refetch()} />
      )}
      {guide.isPending && <StatusDot tone="busy">{say`Asking the cloud`}</StatusDot>}
      {guide.data !== undefined && <Guide guide={guide.data} onClose={onClose} />}
    </Dialog>
  )
}

type Way = 'cloud' | 'console'

interface Chosen {
  keyId: string
  user: string
}

function Guide({ guide, onClose }: { guide: RecoveryGuide; onClose: () => void }) {
  const [atConsole, setAtConsole] = useState<Chosen | null>(null)
  if (atConsole !== null) return <ConsoleSteps guide={guide} {...atConsole} onClose={onClose} />
  const goOn = ({ keyId, user }: Chosen, way: Way) => {
    if (way === 'console') return setAtConsole({ keyId, user })
    const { instanceId, instanceName } = guide
    onClose()
    openBindSheet({ instanceId, instanceName, user, keyId, how: { by: 'cloud' } })
  }
  return <Choice guide={guide} onGoOn={goOn} onClose={onClose} />
}

interface ChoiceProps {
  guide: RecoveryGuide
  onGoOn: (chosen: Chosen, way: Way) => void
  onClose: () => void
}

function Choice({ guide, onGoOn, onClose }: ChoiceProps) {
  const { instanceName, byCloud } = guide
  const all = useKeys().data ?? []
  const keysChanged = useKeysChanged()
  const [keyId, setKeyId] = useState(NEW_KEY)
  const [user, setUser] = useState(guide.user)
  const [way, setWay] = useState<Way>(byCloud === null ? 'console' : 'cloud')
  const checked = LoginUser.safeParse(user)
  const begin = useMutation({
    async mutationFn() {
      if (keyId !== NEW_KEY) return keyId
      const made = await rpc.keys.generate({ name: newKeyName(instanceName, all), spec: specFor(guide) })
      await keysChanged()
      return made.id
    },
    onSuccess: (id) => onGoOn({ keyId: id, user: user.trim() }, way),
  })
  return (
    <Stack gap="md">
      <p>
        {say`Three steps: a key that is in the vault, a way to put its public half on ${instanceName}, and a login that proves it. Nothing is changed before you say so.`}
      </p>
      <Group gap="md" grow align="flex-start">
        <Select
          label={say`Key pair`}
          data={keyChoices(all.filter(canLogIn), instanceName)}
          value={keyId}
          onChange={(id) => setKeyId(id ?? NEW_KEY)}
          allowDeselect={false}
          searchable={all.length > 8}
        />
        <TextInput
          label={say`Login user`}
          data-autofocus
          description={say`The user that the key shall open.`}
          value={user}
          error={wrongWith(LoginUser, user)}
          onChange={(event) => setUser(event.currentTarget.value)}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
        />
      </Group>
      <Radio.Group label={say`The way`} value={way} onChange={(value) => setWay(value as Way)}>
        <Stack gap="xs" mt="xs">
          {byCloud !== null && (
            <Radio
              value="cloud"
              label={say`By the cloud: ${hear(byCloud)}`}
              description={say`Latchkey shows what it means for the instance before it begins, and proves the login after it.`}
            />
          )}
          <Radio
            value="console"
            label={say`At the instance's console`}
            description={say`You paste a few lines there. It needs a password, or a restart.`}
          />
        </Stack>
      </Radio.Group>
      {begin.error !== null && <ErrorMessage problem={errorInfo(begin.error)} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {say`Cancel`}
        </Button>
        <Button disabled={!checked.success} loading={begin.isPending} onClick={() => begin.mutate()}>
          {keyId === NEW_KEY ? say`Make the key pair and go on` : say`Go on`}
        </Button>
      </Group>
    </Stack>
  )
}
