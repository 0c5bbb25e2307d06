import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useState } from 'react'
import type { Transfer } from '../../../contract/transfers.js'
import { plural, say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { numberText } from '../../ui/number-text.js'
import classes from './files.module.css'
import { forgetHeld } from './held-files.js'
import { TransferRow } from './TransferRow.js'
import { hasEnded } from './transfer-words.js'
import looks from './transfers.module.css'

/** Uploads and downloads, those under way and those that have ended; nothing while there are none. */
export function TransferList({ transfers }: { transfers: readonly Transfer[] }) {
  const [folded, setFolded] = useState(false)
  if (transfers.length === 0) return null
  const ended = transfers.filter(hasEnded)
  const clear = () => {
    forgetHeld(ended.map(({ id }) => id))
    void rpc.transfers.clear({})
  }
  const label = folded ? say`Show transfers` : say`Fold transfers`
  return (
    <section aria-label={say`Transfers`} className={looks.transfers}>
      <div className={looks.bar}>
        <strong>{say`Transfers`}</strong>
        <span className={classes.dim} role="status">
          {summary(transfers)}
        </span>
        {ended.length > 0 && (
          <Button h={24} px="sm" variant="default" onClick={clear}>
            {say`Clear ended`}
          </Button>
        )}
        <Tooltip label={label}>
          <ActionIcon size={24} aria-label={label} aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            {folded ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
      {!folded && (
        <ul className={looks.rows}>
          {transfers.map((transfer) => (
            <TransferRow key={transfer.id} transfer={transfer} />
          ))}
        </ul>
      )}
    </section>
  )
}

function summary(transfers: readonly Transfer[]): string {
  const asking = transfers.filter(({ state }) => state === 'asking').length
  const active = transfers.filter((transfer) => !hasEnded(transfer)).length
  const failed = transfers.filter(({ state }) => state === 'failed').length
  return [
    active > 0 && say`${numberText(active)} under way`,
    asking > 0 && say`${numberText(asking)} waiting for your answer`,
    failed > 0 && say`${plural(failed, '# failed', '# failed')}`,
    active === 0 && failed === 0 && say`all ended`,
  ]
    .filter(Boolean)
    .join(', ')
}
