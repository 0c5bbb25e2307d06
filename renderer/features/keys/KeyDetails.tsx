import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { KeyPair } from '../../../contract/keys.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { timeText } from '../../ui/age.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { keyTypeName } from '../../ui/KeyLabel.js'
import { useAccounts } from '../accounts/account-queries.js'
import { PushKeySheet } from '../accounts/PushKeySheet.js'
import { backendLabel } from '../vault/backend-words.js'
import { KeyAccounts } from './KeyAccounts.js'
import { RenameKeySheet } from './RenameKeySheet.js'

interface Props {
  keyPair: KeyPair
  onDelete: () => void
  onClose: () => void
}

/** Everything that is known of a key pair, without its private half. */
export function KeyDetails({ keyPair, onDelete, onClose }: Props) {
  const [sheet, setSheet] = useState<'push' | 'rename' | null>(null)
  const vault = useStream(api.vault.watch, undefined).value
  const hasAccounts = useAccounts().data?.length !== 0
  const close = () => setSheet(null)
  return (
    <DetailsPanel title={keyPair.name} onClose={onClose}>
      <Group gap="sm">
        {hasAccounts && <Button onClick={() => setSheet('push')}>Push to account…</Button>}
        <Button variant="default" onClick={() => setSheet('rename')}>
          Rename
        </Button>
        <Button variant="default" c="var(--lk-danger)" onClick={onDelete}>
          Delete
        </Button>
      </Group>
      <Fact label="Type">{keyTypeName(keyPair)}</Fact>
      <Fact label="SHA256 fingerprint">
        <Fingerprint value={keyPair.fingerprint} />
      </Fact>
      <Fact label="MD5 fingerprint">
        <Fingerprint value={keyPair.fingerprintMd5} />
      </Fact>
      <Fact label="Public key">
        <Fingerprint value={keyPair.publicKey} label="Copy public key" />
      </Fact>
      <Fact label="Private key kept in">
        {keyPair.storedIn === null ? 'Not stored' : backendLabel(keyPair.storedIn, vault)}
      </Fact>
      <Fact label={keyPair.origin === 'generated' ? 'Created' : 'Imported'}>
        {timeText(keyPair.createdAt)}
      </Fact>
      <KeyAccounts key={keyPair.id} keyPair={keyPair} />
      {sheet === 'push' && <PushKeySheet keyPair={keyPair} onClose={close} />}
      {sheet === 'rename' && <RenameKeySheet keyPair={keyPair} onClose={close} />}
    </DetailsPanel>
  )
}
