import { Button } from '@mantine/core'
import { IconLock, IconLockOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { MouseEvent } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ageText, useNow } from '../../ui/age.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Notice } from '../../ui/Notice.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { accountsState } from '../accounts/contact-words.js'
import { DemoMark } from '../demo/DemoMark.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { WorkTray } from '../tray/WorkTray.js'
import { lockKey } from '../vault/lock-key.js'
import { vaultStateText } from '../vault/lock-words.js'
import { useLock } from '../vault/use-lock.js'
import { useGoTo } from './navigation.js'
import classes from './StatusBar.module.css'
import { showAgain, showPlace } from './show-place.js'

/** Where keys live and whether they can be used; the accounts; running work; how old the inventory is. */
export function StatusBar({ vault, covered }: { vault: VaultStatus; covered: boolean }) {
  const goTo = useGoTo()
  const lock = useLock(vault.state === 'open')
  return (
    <>
      {lock.error !== null && !covered && (
        <Notice tone="danger" beside="above">
          <ErrorMessage problem={errorInfo(lock.error)} onRetry={lock.start} />
        </Notice>
      )}
      <footer className={classes.bar} data-part="status">
        <DemoMark />
        <VaultState vault={vault} lock={lock} />
        <AccountsState />
        <WorkTray
          covered={covered}
          onPlace={(place) => showPlace(place, goTo)}
          onAgain={(again) => showAgain(again, goTo)}
        />
        <InventoryAge />
      </footer>
    </>
  )
}

function VaultState({ vault, lock }: { vault: VaultStatus; lock: ReturnType<typeof useLock> }) {
  const open = vault.state === 'open'
  const goTo = useGoTo()
  const Icon = open ? IconLockOpen : IconLock
  return (
    <span className={classes.slot}>
      <Icon size={12} aria-hidden />
      <button
        type="button"
        className={`${classes.link} ${classes.words}`}
        title={vaultStateText(vault)}
        onClick={() => goTo('settings')}
      >
        {vaultStateText(vault)}
      </button>
      {open && (
        <Button
          variant="subtle"
          size="compact-xs"
          className={classes.button}
          title={say`Lock (${lockKey.written})`}
          aria-keyshortcuts={lockKey.aria}
          loading={lock.isPending}
          onMouseDown={keepFocus}
          onClick={lock.start}
        >
          {say`Lock`}
        </Button>
      )}
    </span>
  )
}

/** What had the keyboard has it again after the unlock. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault()
}

function AccountsState() {
  const { data: accounts = [], error } = useQuery(api.accounts.list.queryOptions())
  const goTo = useGoTo()
  if (accounts.length === 0 && error === null) return null
  const { tone, text } =
    error === null ? accountsState(accounts) : { tone: 'danger' as const, text: say`Accounts not read` }
  return (
    <button type="button" className={classes.link} onClick={() => goTo('accounts')}>
      <StatusDot tone={tone}>{text}</StatusDot>
    </button>
  )
}

function InventoryAge() {
  const ages = useInventoryQuery().data?.ages ?? []
  const now = useNow()
  const read = ages.flatMap(({ readAt }) => (readAt === null ? [] : [readAt])).sort()
  const [oldest] = read
  if (oldest === undefined) return null
  return (
    <span className={`${classes.slot} ${classes.age}`}>{say`Instances read ${ageText(oldest, now)}`}</span>
  )
}
