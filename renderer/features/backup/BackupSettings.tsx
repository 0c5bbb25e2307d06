import { Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { KitState } from '../../../contract/backup.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ageText, timeText, useNow } from '../../ui/age.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { SettingsGroup } from '../settings/SettingsGroup.js'
import classes from '../settings/settings.module.css'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { BackupSheet } from './BackupSheet.js'
import { KitSheet } from './KitSheet.js'
import { RestoreSheet } from './RestoreSheet.js'
import { type ChosenRestore, RunRestore } from './RunRestore.js'
import { type BackupBefore, useWantedBackup } from './wanted-backup.js'

type Open = 'kit' | 'remove' | 'restore' | Backup | ChosenRestore | null

interface Backup {
  what: 'backup'
  before?: BackupBefore
}

/** For the day on which the keychain, the disk or the password is gone. */
export function BackupSettings() {
  const kit = useQuery({ ...api.backup.kit.queryOptions(), refetchInterval: 5_000 })
  const [open, setOpen] = useState<Open>(null)
  const [done, setDone] = useState('')
  useCloseOnLock(() => setOpen(null))
  useWantedBackup(useCallback((before) => setOpen({ what: 'backup', before }), []))
  const show = (which: Open) => {
    setDone('')
    setOpen(which)
  }
  return (
    <SettingsGroup title={say`Recovery and backup`}>
      {kit.error !== null && (
        <ErrorMessage problem={errorInfo(kit.error)} onRetry={() => void kit.refetch()} />
      )}
      {kit.data !== undefined && <KitFacts kit={kit.data} />}
      <Group gap="sm">
        <Button variant="default" onClick={() => show('kit')}>
          {kit.data ? say`Make a new recovery kit` : say`Make a recovery kit`}
        </Button>
        {kit.data && (
          <Button variant="default" onClick={() => show('remove')}>
            {say`Remove the kit`}
          </Button>
        )}
        <Button variant="default" onClick={() => show({ what: 'backup' })}>
          {say`Make a backup`}
        </Button>
        <Button variant="default" onClick={() => show('restore')}>
          {say`Restore`}
        </Button>
        <span role="status">{done}</span>
      </Group>
      <Sheets
        open={open}
        hasKit={kit.data !== null && kit.data !== undefined}
        onOpen={setOpen}
        onDone={setDone}
      />
    </SettingsGroup>
  )
}

interface SheetsProps {
  open: Open
  hasKit: boolean
  onOpen: (open: Open) => void
  onDone: (said: string) => void
}

function Sheets({ open, hasKit, onOpen, onDone }: SheetsProps) {
  const close = () => onOpen(null)
  if (open === null) return null
  if (open === 'remove') return <RemoveKit onClose={close} />
  if (open === 'restore')
    return (
      <RestoreSheet
        verb={say`Restore`}
        onChosen={({ id }, rowIds) => onOpen({ id, rowIds })}
        onClose={close}
      />
    )
  if (open !== 'kit')
    return 'what' in open ? (
      <BackupSheet before={open.before} onClose={close} />
    ) : (
      <RunRestore chosen={open} onClose={close} />
    )
  const made = () => {
    onDone(say`The recovery kit was made.`)
    close()
  }
  return <KitSheet replaces={hasKit} onDone={made} onClose={close} />
}

function KitFacts({ kit }: { kit: KitState | null }) {
  const now = useNow()
  if (kit === null) {
    return (
      <p className={classes.note}>
        {say`There is no recovery kit. If the vault is lost or its password forgotten, so are the keys in it.`}
      </p>
    )
  }
  const { madeAt, path, writtenAt, upToDate, without, problem } = kit
  const written = writtenAt === null ? say`It is missing.` : say`Written ${ageText(writtenAt, now)}.`
  return (
    <>
      <dl className={classes.facts}>
        <dt>{say`Recovery kit`}</dt>
        <dd>{say`Made ${timeText(madeAt)}. Its code is on your page alone.`}</dd>
        <dt>{say`Rescue file`}</dt>
        <dd>
          {path}
          <div className={classes.dim}>
            <StatusDot tone={upToDate ? 'ok' : 'warn'}>
              {upToDate ? say`Holds everything. ${written}` : say`Behind the vault. ${written}`}
            </StatusDot>
          </div>
          {without.length > 0 && (
            <div className={classes.dim}>
              {say`The vault has no secret that can be used of: ${without.join(', ')}. They are in it without. The version before, rescue.age.previous, may still have them.`}
            </div>
          )}
        </dd>
      </dl>
      {problem !== null && <ErrorMessage problem={problem} />}
    </>
  )
}

function RemoveKit({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const remove = async () => {
    await rpc.backup.removeKit()
    await client.invalidateQueries({ queryKey: api.backup.kit.key() })
  }
  return (
    <ConfirmSheet
      title={say`Remove the recovery kit?`}
      consequences={[
        say`The rescue file is deleted, and taken out of the copies that Latchkey keeps of its profile.`,
        say`The code on your page opens nothing on this computer any more. Copies of the rescue file elsewhere stay open to it.`,
        say`Until you make another kit, a lost keychain or password takes the keys with it.`,
      ]}
      verb={say`Remove kit`}
      danger
      onConfirm={remove}
      onClose={onClose}
    />
  )
}
