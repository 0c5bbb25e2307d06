import { Button } from '@mantine/core'
import type { Account } from '../../../contract/accounts.js'
import type { KeyPair } from '../../../contract/keys.js'
import { say } from '../../../contract/words/say.js'
import { useGoTo } from '../frame/navigation.js'
import { creatingKey } from '../keys/create/creating-key.js'
import { useKinds } from './account-queries.js'
import { wantsRsa } from './push-notes.js'

interface Props {
  keyPair: KeyPair
  accounts: Account[]
  /** Another sheet takes the place of the one around. */
  onLeave: () => void
}

/** The way to a key that every chosen account takes, where one of them refuses the type of this. */
export function MakeRsaKey({ keyPair, accounts, onLeave }: Props) {
  const goTo = useGoTo()
  const kinds = useKinds().data ?? []
  if (!wantsRsa({ keyPair, accounts, kinds })) return null
  const make = () => {
    onLeave()
    creatingKey.change(() => 'rsa')
    goTo('keys')
  }
  return (
    <div>
      <Button variant="default" size="compact-sm" onClick={make}>
        {say`Make an RSA key pair…`}
      </Button>
    </div>
  )
}
