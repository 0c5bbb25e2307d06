import { Button } from '@mantine/core'
import { say } from '../../../../contract/words/say.js'
import { SelectedRows } from '../../../ui/SelectedRows.js'

interface Props {
  count: number
  onBin: () => void
  onClear: () => void
}

/** What can be done to several key pairs at once. */
export function MarkedKeys({ count, onBin, onClear }: Props) {
  const toBin = (
    <Button variant="default" c="var(--lk-danger)" onClick={onBin}>
      {say`Move to bin…`}
    </Button>
  )
  return <SelectedRows count={count} what="key pair" actions={toBin} onClear={onClear} />
}
