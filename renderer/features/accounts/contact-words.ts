import type { Account } from '../../../contract/accounts.js'
import type { Tone } from '../../ui/tone.js'

type Contacts = Pick<Account, 'lastContact' | 'disabled'>[]

/** How the accounts are as a whole, for the status bar: "1 account ok", "5 accounts, 1 failed, 1 in part"; "2 accounts" before any was asked. */
export function accountsState(accounts: Contacts): { tone: Tone; text: string } {
  const asked = accounts.flatMap(({ lastContact, disabled }) => (disabled ? [] : (lastContact ?? [])))
  const failed = asked.filter(({ ok }) => !ok).length
  const partly = asked.filter(({ ok, problem }) => ok && problem !== undefined).length
  const fine = asked.length - failed - partly
  const count = accounts.length === 1 ? '1 account' : `${accounts.length} accounts`
  if (failed + partly === 0)
    return { tone: fine > 0 ? 'ok' : 'idle', text: fine === accounts.length ? `${count} ok` : count }
  const tone = failed > 0 ? 'danger' : 'warn'
  if (accounts.length === 1) return { tone, text: `${count} ${failed > 0 ? 'failed' : 'answers in part'}` }
  const parts = [...(failed > 0 ? [`${failed} failed`] : []), ...(partly > 0 ? [`${partly} in part`] : [])]
  return { tone, text: [count, ...parts].join(', ') }
}
