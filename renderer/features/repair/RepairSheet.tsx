import { Button, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Finding, RepairKind } from '../../../contract/repair.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { SheetFooter } from '../../ui/Sheet.js'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { CheckState } from './CheckState.js'
import { FindingList } from './FindingList.js'
import { RunRepair } from './RunRepair.js'
import { useCheck } from './use-check.js'

interface Props {
  /** Begins with a check of everything. */
  check?: boolean
  onClose: () => void
}

/** What doesn't fit together in the vault, and what can be done about it. */
export function RepairSheet({ check: checkAtOnce = false, onClose }: Props) {
  useCloseOnLock(onClose)
  const client = useQueryClient()
  const found = useQuery({ ...api.repair.list.queryOptions(), refetchOnMount: 'always' })
  const [repairing, setRepairing] = useState<{ finding: Finding; by: RepairKind } | null>(null)
  const show = (findings: Finding[]) => client.setQueryData(api.repair.list.queryKey(), findings)
  const check = useCheck(({ findings }) => show(findings))
  const begin = useRef(() => checkAtOnce && check.start())
  const stop = useRef(check.cancel)
  useEffect(() => {
    begin.current()
    return stop.current
  }, [])

  if (repairing !== null)
    return (
      <RunRepair
        {...repairing}
        onDone={(findings) => findings !== undefined && show(findings)}
        onClose={() => {
          setRepairing(null)
          // Not waited for: among them are streams, which have no end.
          void client.invalidateQueries()
        }}
      />
    )
  return (
    <Dialog title={say`What doesn’t fit together`} size={680} onClose={onClose} closeOnClickOutside={false}>
      <Stack gap="lg">
        <CheckState check={check} />
        {found.error !== null && check.problem === undefined && (
          <ErrorMessage problem={errorInfo(found.error)} onRetry={() => void found.refetch()} />
        )}
        {found.data !== undefined && (
          <FindingList
            findings={found.data}
            checked={check.progress?.result != null}
            onRepair={(finding, by) => setRepairing({ finding, by })}
            onChanged={show}
          />
        )}
        <SheetFooter
          aside={
            <Button variant="default" disabled={check.running} onClick={check.start}>
              {say`Check every key`}
            </Button>
          }
        >
          <Button variant="default" onClick={onClose} data-autofocus>
            {say`Close`}
          </Button>
        </SheetFooter>
      </Stack>
    </Dialog>
  )
}
