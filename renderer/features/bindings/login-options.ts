import type { WantedLogin } from '../../../contract/bindings.js'
import { say } from '../../../contract/words/say.js'
import { keyTypeName } from '../../ui/key-type.js'
import { canLogIn, useKeys } from '../keys/key-queries.js'

/** What can log in, for a choice. */
export function useLoginOptions() {
  const keys = useKeys().data?.filter(canLogIn) ?? []
  const items = keys.map((key) => ({ value: `key:${key.id}`, label: `${key.name} (${keyTypeName(key)})` }))
  return [
    { group: say`Key pairs of the vault`, items },
    {
      group: say`Other ways`,
      items: [
        { value: 'password', label: 'A password' },
        { value: 'agent', label: say`Your SSH agent` },
      ],
    },
  ]
}

/** How the choice calls a login. */
export function loginValue(login: WantedLogin | undefined): string | null {
  if (login === undefined) return null
  return login.kind === 'key' ? `key:${login.keyId}` : login.kind
}

/** And back. */
export function loginOf(value: string, asUser: string | undefined): WantedLogin {
  const user = asUser === undefined ? {} : { user: asUser }
  if (value === 'password' || value === 'agent' || value === 'proposed') return { kind: value, ...user }
  return { kind: 'key', keyId: value.slice('key:'.length), ...user }
}
