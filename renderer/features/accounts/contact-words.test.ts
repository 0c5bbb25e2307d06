import { expect, it } from 'vitest'
import type { Account } from '../../../contract/accounts.js'
import { accountsState } from './contact-words.js'

const at = '2026-01-01T00:00:00.000Z'
const problem = { code: 'cloud-unreachable', message: 'Nothing answers.', retryable: true } as const
const contacts = {
  fine: { at, ok: true },
  part: { at, ok: true, problem },
  failed: { at, ok: false, problem },
  none: null,
}
const said = (...which: (keyof typeof contacts)[]) =>
  accountsState(
    which.map(
      (one): Pick<Account, 'lastContact' | 'disabled'> => ({ lastContact: contacts[one], disabled: false }),
    ),
  )

it('is ok only where every account answered wholly', () => {
  expect(said('fine', 'fine')).toEqual({ tone: 'ok', text: '2 accounts ok' })
  expect(said('fine', 'none')).toEqual({ tone: 'ok', text: '2 accounts' })
  expect(said('none')).toEqual({ tone: 'idle', text: '1 account' })
})

it('counts those that failed, and those of which a region is silent', () => {
  expect(said('fine', 'part')).toEqual({ tone: 'warn', text: '2 accounts, 1 in part' })
  expect(said('part')).toEqual({ tone: 'warn', text: '1 account answers in part' })
  expect(said('failed', 'part', 'fine')).toEqual({ tone: 'danger', text: '3 accounts, 1 failed, 1 in part' })
  expect(said('failed')).toEqual({ tone: 'danger', text: '1 account failed' })
})

it('says nothing of how a disabled account was when it was asked last', () => {
  const disabled = { lastContact: contacts.failed, disabled: true }
  expect(accountsState([disabled, { lastContact: contacts.fine, disabled: false }]).tone).toBe('ok')
})
