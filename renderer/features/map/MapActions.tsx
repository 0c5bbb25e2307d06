import { Button } from '@mantine/core'
import { memo } from 'react'
import type { Account } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { ReadState } from '../instances/ReadState.js'
import type { ExportChoice } from './export-choices.js'
import { MapExport } from './MapExport.js'

interface Props {
  accounts: Account[] | undefined
  /** Ids of the accounts that are being read. */
  reading: string[]
  refreshing: boolean
  onRefresh: () => void
  /** Asked for when something is exported. */
  exportChoices: () => ExportChoice[]
  /** Null when an export begins. */
  onExportError: (error: unknown) => void
}

const none: Account[] = []

/** What is done with the map as a whole. Not drawn again with each letter in the filter beside it. */
export const MapActions = memo(function MapActions(props: Props) {
  const { accounts = none, reading } = props
  return (
    <>
      <ReadState reading={reading} accounts={accounts} />
      <Button
        variant="default"
        loading={props.refreshing}
        disabled={props.accounts?.length === 0}
        onClick={props.onRefresh}
      >
        {say`Refresh`}
      </Button>
      <MapExport choices={props.exportChoices} onError={props.onExportError} />
    </>
  )
})
