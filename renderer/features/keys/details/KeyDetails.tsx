import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeyPair } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { api } from '../../../api/queries.js'
import { useStream } from '../../../api/stream.js'
import { timeText, useNow } from '../../../ui/age.js'
import { DetailsPanel, Fact } from '../../../ui/DetailsPanel.js'
import { Fingerprint } from '../../../ui/Fingerprint.js'
import { keyTypeName } from '../../../ui/key-type.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { dateLocale } from '../../../words/language.js'
import { PushKeySheet } from '../../accounts/PushKeySheet.js'
import { backendLabel } from '../../vault/backend-words.js'
import { keptInBin } from '../bin/radius-words.js'
import { daysLeft, expiryMark } from '../expiry.js'
import { ExportKeySheet } from '../export/ExportKeySheet.js'
import { PublicKeySheet } from '../export/PublicKeySheet.js'
import { Warning } from '../Warning.js'
import { EditKeySheet } from './EditKeySheet.js'
import { KeyAccounts } from './KeyAccounts.js'
import { KeyActions } from './KeyActions.js'
import classes from './KeyDetails.module.css'
import { KeyUse } from './KeyUse.js'
import type { DetailSheet, KeyActs } from './key-acts.js'

interface Props extends KeyActs {
  keyPair: KeyPair
  /** Tags of all key pairs. */
  tags: string[]
}

/** Everything that is known of a key pair, without its private half. */
export function KeyDetails({ keyPair, tags, ...acts }: Props) {
  const [sheet, setSheet] = useState<DetailSheet | null>(null)
  const close = () => setSheet(null)
  const inBin = keyPair.state === 'bin'
  return (
    <DetailsPanel title={keyPair.name} onClose={acts.onClose}>
      <KeyActions keyPair={keyPair} onSheet={setSheet} {...acts} />
      {inBin && <InBin keyPair={keyPair} />}
      {keyPair.state === 'archived' && (
        <span className={classes.dim}>
          {say`Archived: it works where it is bound, and is not offered for anything new.`}
        </span>
      )}
      {keyPair.storedIn === null && !inBin && <PublicOnly onImport={acts.onImport} />}
      {keyPair.description !== '' && <p className={classes.description}>{keyPair.description}</p>}
      {keyPair.tags.length > 0 && <Tags tags={keyPair.tags} onTag={acts.onTag} />}
      <Facts keyPair={keyPair} onPublic={() => setSheet('public')} />
      {!inBin && <KeyUse id={keyPair.id} />}
      {!inBin && <KeyAccounts key={keyPair.id} keyPair={keyPair} />}
      {sheet === 'push' && <PushKeySheet keyPair={keyPair} onClose={close} />}
      {sheet === 'edit' && <EditKeySheet keyPair={keyPair} tags={tags} onClose={close} />}
      {sheet === 'export' && <ExportKeySheet keyPair={keyPair} onClose={close} />}
      {sheet === 'public' && <PublicKeySheet keyPair={keyPair} onClose={close} />}
    </DetailsPanel>
  )
}

function Facts({ keyPair, onPublic }: { keyPair: KeyPair; onPublic: () => void }) {
  const vault = useStream(api.vault.watch, undefined).value
  const { storedIn, lastUsedAt, origin, createdAt } = keyPair
  return (
    <>
      <Fact label={say`Type`}>{keyTypeName(keyPair)}</Fact>
      {keyPair.expiresOn !== null && <Expiry expiresOn={keyPair.expiresOn} />}
      <Fact label={say`SHA256 fingerprint`}>
        <Fingerprint value={keyPair.fingerprint} />
      </Fact>
      <Fact label={say`MD5 fingerprint`}>
        <Fingerprint value={keyPair.fingerprintMd5} />
      </Fact>
      <Fact label={say`Public key`}>
        <Fingerprint value={keyPair.publicKey} label={say`Copy public key`} />
        <div>
          <Button variant="default" size="compact-sm" onClick={onPublic}>
            {say`Other formats…`}
          </Button>
        </div>
      </Fact>
      <Fact label={say`Private key kept in`}>
        {storedIn === null ? say`Not stored` : backendLabel(storedIn, vault)}
      </Fact>
      <Fact label={origin === 'generated' ? say`Created` : say`Imported`}>{timeText(createdAt)}</Fact>
      <Fact label={say`Last used`}>{lastUsedAt === null ? say`Never` : timeText(lastUsedAt)}</Fact>
    </>
  )
}

function Expiry({ expiresOn }: { expiresOn: string }) {
  const mark = expiryMark(expiresOn, useNow())
  const day = new Date(`${expiresOn}T00:00`).toLocaleDateString(dateLocale(), { dateStyle: 'medium' })
  return (
    <Fact label={say`Expires on`}>
      {day} {mark !== null && <StatusDot tone={mark.tone}>{mark.words}</StatusDot>}
    </Fact>
  )
}

function InBin({ keyPair: { id, purgeAt } }: { keyPair: KeyPair }) {
  const now = useNow()
  const radius = useQuery({ ...api.keys.radius.queryOptions({ input: { ids: [id] } }), staleTime: 0 })
  const kept = radius.data?.[0] && keptInBin(radius.data[0])
  return (
    <Warning>
      {say`In the bin: it can not be used.`}
      {kept && ` ${kept}`}
      {!kept &&
        purgeAt !== null &&
        ` ${say`It is deleted for good on ${timeText(purgeAt)} (${daysLeft(purgeAt, now)} left).`}`}
    </Warning>
  )
}

function PublicOnly({ onImport }: { onImport: () => void }) {
  return (
    <Warning>
      {say`Only the public half is here, so it can not connect or be bound.`}{' '}
      <Button variant="default" size="compact-sm" onClick={onImport}>
        {say`Import its private half…`}
      </Button>
    </Warning>
  )
}

function Tags({ tags, onTag }: { tags: string[]; onTag: (tag: string) => void }) {
  return (
    <Fact label={say`Tags`}>
      <span className={classes.tags}>
        {tags.map((tag) => (
          <Button
            key={tag}
            variant="default"
            size="compact-xs"
            title={say`Show all with the tag ${tag}`}
            onClick={() => onTag(tag)}
          >
            {tag}
          </Button>
        ))}
      </span>
    </Fact>
  )
}
