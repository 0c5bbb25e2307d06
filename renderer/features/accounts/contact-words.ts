import type { Account } from '../../../contract/accounts.js'
import { plural, say } from '../../../contract/words/say.js'
import type { Tone } from '../../ui/tone.js'

type Contacts = Pick<Account, 'lastContact' | 'disabled'>[]

/** How the accounts are as a whole, for the status bar: "1 account ok", "5 accounts, 1 failed, 1 in part"; "2 accounts" before any was asked. */
export function accountsState(accounts: Contacts): { tone: Tone; text: string } {
  const asked = accounts.flatMap(({ lastContact, disabled }) => (disabled ? [] : (lastContact ?? [])))
  const failed = asked.filter(({ ok }) => !ok).length
  const partly = asked.filter(({ ok, problem }) => ok && problem !== undefined).length
  const fine = asked.length - failed - partly
  const count = say`${plural(accounts.length, '# account', '# accounts')}`
  if (failed + partly === 0)
    return { tone: fine > 0 ? 'ok' : 'idle', text: fine === accounts.length ? say`${count} ok` : count }
  const tone = failed > 0 ? 'danger' : 'warn'
  if (accounts.length === 1)
    return { tone, text: failed > 0 ? say`${count} failed` : say`${count} answers in part` }
  const parts = [
    ...(failed > 0 ? [say`${failed} failed`] : []),
    ...(partly > 0 ? [say`${partly} in part`] : []),
  ]
  return { tone, text: [count, ...parts].join(', ') }
}
