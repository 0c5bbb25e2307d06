import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import type { KeyPair } from '../../../contract/keys.js'

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
  wantsRsa: boolean
}

/** What is to be said before a push, of those accounts where something is. */
export function pushNotes({ keyPair, accounts, kinds, names, wanted, chosen }: Facts): PushNote[] {
  return accounts.flatMap(({ id, name, kind }): PushNote[] => {
    const keyTypes = kinds.find((one) => one.kind === kind)?.keyTypes
    if (keyTypes !== undefined && !keyTypes.accepts.includes(keyPair.type)) {
      const wantsRsa = keyTypes.accepts.includes('rsa')
      return [{ accountId: id, text: `${name}: ${keyTypes.note}`, refused: true, wantsRsa }]
    }
    const there = names.find(({ accountId }) => accountId === id)?.name ?? wanted
    if (there === wanted) return []
    const text = chosen
      ? `${name} can not use this name; ${there} would do.`
      : `${name}: it is called ${there} there.`
    return [{ accountId: id, text, refused: chosen, wantsRsa: false }]
  })
}
