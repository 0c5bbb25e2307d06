import type { KeyPair } from '../../contract/keys.js'
import classes from './KeyLabel.module.css'
import { keyTypeName } from './key-type.js'

type Shown = Pick<KeyPair, 'name' | 'type' | 'bits' | 'fingerprint'>

/** A key pair in a row: its name, type and size, and the end of its SHA256. */
export function KeyLabel({ keyPair }: { keyPair: Shown }) {
  return (
    <span className={classes.label}>
      <span className={classes.name} title={keyPair.name}>
        {keyPair.name}
      </span>
      <span className={classes.type}>{keyTypeName(keyPair)}</span>
      <ShortFingerprint value={keyPair.fingerprint} />
    </span>
  )
}

/** The last 8 characters of a SHA256 fingerprint; the whole one on hover. */
export function ShortFingerprint({ value }: { value: string }) {
  return (
    <span className={classes.short} title={value}>
      …{value.slice(-8)}
    </span>
  )
}
