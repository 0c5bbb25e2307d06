import { Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProfileCopy } from '../../../contract/backup.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { SettingsGroup } from '../settings/SettingsGroup.js'
import classes from '../settings/settings.module.css'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { CopiesTable } from './CopiesTable.js'
import { deletable, theCopies } from './copy-words.js'
import { RestoreCopySheet } from './RestoreCopySheet.js'
import { type ChosenRestore, RunRestore } from './RunRestore.js'

type Open =
  | { sheet: 'delete' }
  | { sheet: 'copy'; copy: ProfileCopy }
  | { sheet: 'run'; chosen: ChosenRestore }

/** What Latchkey keeps by itself before a step that could go wrong. */
export function CopiesSettings() {
  const found = useQuery({ ...api.backup.copies.queryOptions(), refetchOnMount: 'always' })
  const [open, setOpen] = useState<Open | null>(null)
  useCloseOnLock(() => setOpen(null))
  const close = () => setOpen(null)
  const { folder, copies } = found.data ?? { folder: '', copies: [] }
  const old = deletable(copies)
  return (
    <SettingsGroup title={say`Copies of the profile`}>
      {found.error !== null && (
        <ErrorMessage problem={errorInfo(found.error)} onRetry={() => void found.refetch()} />
      )}
      <p className={classes.dim}>
        {say`Kept before steps that could go wrong, ten at most. Private keys are in them encrypted only, and also key pairs that were deleted since.`}
      </p>
      {found.data !== undefined && copies.length === 0 && <p>{say`There is none yet.`}</p>}
      {copies.length > 0 && (
        <>
          <Fingerprint value={folder} label={say`Copy folder path`} />
          <CopiesTable
            copies={copies}
            verb={say`Open`}
            onChoose={(copy) => setOpen({ sheet: 'copy', copy })}
          />
          <Group>
            <Button
              variant="default"
              disabled={old.length === 0}
              onClick={() => setOpen({ sheet: 'delete' })}
            >
              {say`Delete old copies`}
            </Button>
          </Group>
        </>
      )}
      {open?.sheet === 'delete' && <DeleteCopies count={old.length} copies={copies} onClose={close} />}
      {open?.sheet === 'copy' && (
        <RestoreCopySheet
          copy={open.copy}
          onChosen={(chosen) => setOpen({ sheet: 'run', chosen })}
          onClose={close}
        />
      )}
      {open?.sheet === 'run' && <RunRestore chosen={open.chosen} onClose={close} />}
    </SettingsGroup>
  )
}

function DeleteCopies({
  count,
  copies,
  onClose,
}: {
  count: number
  copies: ProfileCopy[]
  onClose: () => void
}) {
  const client = useQueryClient()
  const remove = async () => {
    await rpc.backup.deleteCopies()
    await client.invalidateQueries({ queryKey: api.backup.copies.key() })
  }
  return (
    <ConfirmSheet
      title={say`Delete ${theCopies(count)} of the profile?`}
      consequences={[
        say`There is no way back to how the profile was at those times. A key pair that is in a copy alone is gone for good.`,
        say`What is in the vault now stays, and so do the rescue file and your backups.`,
        ...(copies.length > count ? [say`Vaults that were set aside stay too.`] : []),
      ]}
      verb={say`Delete copies`}
      danger
      onConfirm={remove}
      onClose={onClose}
    />
  )
}
