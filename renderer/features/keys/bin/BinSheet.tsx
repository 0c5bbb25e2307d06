import { Button } from '@mantine/core'
import { MOST_AT_ONCE } from '../../../../contract/bindings.js'
import type { KeyPair, KeyRadius } from '../../../../contract/keys.js'
import { ConfirmSheet } from '../../../ui/ConfirmSheet.js'
import { openManySheet } from '../../bindings/binds.js'
import { RadiusTable } from './RadiusTable.js'
import { binConsequences, lostPlaces } from './radius-words.js'

interface Props {
  keyPair: KeyPair
  radius: KeyRadius
  binDays: number
  /** `typed`: the name, where the user had to type it. */
  onConfirm: (typed?: string) => Promise<void>
  onClose: () => void
}

/**
 * Says what stops working before a key pair that is somewhere goes into the bin. Where it is the only proven way in, another
 * is to be bound first, or its name typed.
 */
export function BinSheet({ keyPair: { name }, radius, binDays, onConfirm, onClose }: Props) {
  const lost = lostPlaces(radius)
  const isLast = lost.length > 0
  return (
    <ConfirmSheet
      title={`Move ${name} to the bin?`}
      consequences={binConsequences(radius, binDays)}
      verb="Move to bin"
      danger
      size={760}
      {...(isLast && { typed: { text: name, label: 'Name of the key pair' } })}
      onConfirm={() => onConfirm(isLast ? name : undefined)}
      onClose={onClose}
    >
      <RadiusTable places={radius.instances} after={radius.logsIn} />
      {isLast && (
        <div>
          <Button
            variant="default"
            disabled={lost.length > MOST_AT_ONCE}
            onClick={() => {
              onClose()
              openManySheet({
                action: 'bind',
                instances: lost.map(({ instanceId: id, instanceName }) => ({ id, name: instanceName })),
              })
            }}
          >
            {`Bind another key to ${lost.length === 1 ? lost[0]?.instanceName : `these ${lost.length}`} first…`}
          </Button>
        </div>
      )}
    </ConfirmSheet>
  )
}
