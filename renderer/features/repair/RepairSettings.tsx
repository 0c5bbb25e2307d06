import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { SettingsGroup } from '../settings/SettingsGroup.js'
import classes from '../settings/settings.module.css'
import { RepairSheet } from './RepairSheet.js'
import { countText } from './repair-words.js'

/** Whether everything in the vault fits together, and a check of everything. */
export function RepairSettings() {
  const count = useStream(api.repair.watch, undefined).value ?? 0
  const [open, setOpen] = useState<'look' | 'check' | null>(null)
  return (
    <SettingsGroup title={say`Check`}>
      <p className={classes.dim}>
        {say`At each opening the list of key pairs and accounts is held against what the vault has. A check reads everything, and proves that each private half works.`}
      </p>
      <Group gap="sm">
        <Button variant="default" onClick={() => setOpen('check')}>
          {say`Check every key`}
        </Button>
        <Button variant="default" onClick={() => setOpen('look')}>
          {say`Show what doesn’t fit`}
        </Button>
        {count > 0 && <span>{countText(count)}</span>}
      </Group>
      {open !== null && <RepairSheet check={open === 'check'} onClose={() => setOpen(null)} />}
    </SettingsGroup>
  )
}
