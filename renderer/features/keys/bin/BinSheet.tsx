import { Button } from '@mantine/core'
import { MOST_AT_ONCE } from '../../../../contract/bindings.js'
import type { KeyPair, KeyRadius } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
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
      title={say`Move ${name} to the bin?`}
      consequences={binConsequences(radius, binDays)}
      verb={say`Move to bin`}
      danger
      size={760}
      {...(isLast && { typed: { text: name, label: say`Name of the key pair` } })}
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
            {say`Bind another key to ${lost.length === 1 ? lost[0]?.instanceName : say`these ${lost.length}`} first…`}
          </Button>
        </div>
      )}
    </ConfirmSheet>
  )
}
