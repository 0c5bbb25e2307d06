import { SegmentedControl, Select, Stack } from '@mantine/core'
import type { BindPlan, BindWay, SshLogin } from '../../../contract/bindings.js'
import { keyTypeName } from '../../ui/key-type.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { canLogIn, useKeys } from '../keys/key-queries.js'
import type { BindHow } from './binds.js'
import { SshOptions } from './SshOptions.js'

interface Props {
  how: BindHow
  onChange(how: BindHow): void
  /** As the host proposes it. */
  proposed: Pick<BindPlan, 'by' | 'ways' | 'login'>
  password: string
  onPassword(password: string): void
}

const wayNames: Record<BindWay, string> = { cloud: 'The cloud’s own way', ssh: 'Over SSH' }

/** Which way to bind, where there are several, and what the way over SSH needs. */
export function BindWays({ how, onChange, proposed, password, onPassword }: Props) {
  const by = how.by ?? proposed.by
  const login = how.login ?? proposed.login
  return (
    <Stack gap="sm">
      {proposed.ways.length > 1 && (
        <SegmentedControl
          aria-label="How to bind"
          value={by}
          onChange={(way) => onChange({ ...how, by: way as BindWay })}
          data={proposed.ways.map((way) => ({ value: way, label: wayNames[way] }))}
        />
      )}
      {by === 'ssh' && (
        <>
          <LoginChoice login={login} onChange={(next) => onChange({ ...how, by, login: next })} />
          {asksPassword(login) && (
            <SecretInput
              label={login?.kind === 'password' ? 'Password' : 'Password for sudo'}
              description={
                login?.kind === 'password'
                  ? 'Given to the server once its host key is accepted. Never kept.'
                  : 'Given only if sudo asks for it. Never kept.'
              }
              value={password}
              onChange={(event) => onPassword(event.currentTarget.value)}
              maxLength={1024}
            />
          )}
          <SshOptions
            how={{ ...how, login: login ?? undefined }}
            onChange={(next) => onChange({ ...next, by })}
          />
        </>
      )}
    </Stack>
  )
}

/** Whether there is a field for a password: it must be filled for a login, and may be for sudo. */
export function asksPassword(login: SshLogin | null): boolean {
  return login?.kind === 'password' || login?.user !== undefined
}

function LoginChoice({ login, onChange }: { login: SshLogin | null; onChange(login: SshLogin): void }) {
  const keys = useKeys().data?.filter(canLogIn) ?? []
  const choose = (value: string | null) => {
    const user = login?.user === undefined ? {} : { user: login.user }
    if (value === 'password' || value === 'agent') onChange({ kind: value, ...user })
    else if (value !== null) onChange({ kind: 'key', keyId: value.slice('key:'.length), ...user })
  }
  const value = login === null ? null : login.kind === 'key' ? `key:${login.keyId}` : login.kind
  return (
    <Select
      label="Log in with"
      description="What opens the instance now."
      data={[
        {
          group: 'Key pairs of the vault',
          items: keys.map((key) => ({ value: `key:${key.id}`, label: `${key.name} (${keyTypeName(key)})` })),
        },
        {
          group: 'Other ways',
          items: [
            { value: 'password', label: 'A password' },
            { value: 'agent', label: 'Your SSH agent' },
          ],
        },
      ]}
      value={value}
      onChange={choose}
      allowDeselect={false}
      searchable={keys.length > 8}
    />
  )
}
