import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import type { KeyPair } from '../../../contract/keys.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'

interface Facts {
  keyPair: Pick<KeyPair, 'type'>
  accounts: Pick<Account, 'id' | 'name' | 'kind'>[]
  kinds: Pick<CloudKindInfo, 'kind' | 'keyTypes'>[]
  names: { accountId: string; name: string | null }[]
  wanted: string
  /** The user typed the name: then it is taken as it is or refused. */
  chosen: boolean
}

export interface PushNote {
  accountId: string
  text: string
  refused: boolean
}

/** What is to be said before a push, of those accounts where something is. */
export function pushNotes({ keyPair, accounts, kinds, names, wanted, chosen }: Facts): PushNote[] {
  return accounts.flatMap(({ id, name, kind }): PushNote[] => {
    const keyTypes = typesOf(kind, kinds)
    if (keyTypes !== undefined && !keyTypes.accepts.includes(keyPair.type))
      return [{ accountId: id, text: `${name}: ${hear(keyTypes.note)}`, refused: true }]
    const there = names.find(({ accountId }) => accountId === id)?.name ?? wanted
    if (there === wanted) return []
    const text = chosen
      ? say`${name} can not use this name; ${there} would do.`
      : say`${name}: it is called ${there} there.`
    return [{ accountId: id, text, refused: chosen }]
  })
}

/** Whether an account refuses a key of this type and takes RSA: then one is offered, before a push and after it. */
export function wantsRsa({
  keyPair,
  accounts,
  kinds,
}: Pick<Facts, 'keyPair' | 'accounts' | 'kinds'>): boolean {
  return accounts.some(({ kind }) => {
    const accepts = typesOf(kind, kinds)?.accepts ?? [keyPair.type]
    return !accepts.includes(keyPair.type) && accepts.includes('rsa')
  })
}

const typesOf = (kind: Account['kind'], kinds: Facts['kinds']) =>
  kinds.find((one) => one.kind === kind)?.keyTypes
