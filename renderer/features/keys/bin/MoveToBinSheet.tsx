import type { KeyPair, KeyUsage } from '../../../../contract/keys.js'
import { ConfirmSheet } from '../../../ui/ConfirmSheet.js'
import { binConsequences } from './bin-consequences.js'

interface Props {
  keyPair: KeyPair
  usage: KeyUsage
  binDays: number
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** Says what stops working before a key pair that is in use goes into the bin. */
export function MoveToBinSheet({ keyPair, usage, binDays, onConfirm, onClose }: Props) {
  return (
    <ConfirmSheet
      title={`Move ${keyPair.name} to the bin?`}
      consequences={binConsequences(usage, binDays)}
      verb="Move to bin"
      danger
      onConfirm={onConfirm}
      onClose={onClose}
    />
  )
}
