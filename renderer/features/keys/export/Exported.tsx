import type { KeyPair } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { Fact } from '../../../ui/DetailsPanel.js'
import { Fingerprint } from '../../../ui/Fingerprint.js'
import { Sheet } from '../../../ui/Sheet.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { Warning } from '../Warning.js'

interface Props {
  keyPair: KeyPair
  path: string
  plain: boolean
  onClose: () => void
}

/** Where the private key was written to. */
export function Exported({ keyPair, path, plain, onClose }: Props) {
  return (
    <Sheet
      title={say`Exported ${keyPair.name}`}
      verb={say`Done`}
      done
      size={560}
      onSubmit={onClose}
      onClose={onClose}
    >
      <div role="status">
        <StatusDot tone="ok">{say`The private key was written. Only your user can read the file.`}</StatusDot>
      </div>
      <Fact label={say`File`}>
        <Fingerprint value={path} label={say`Copy path`} />
      </Fact>
      {plain && <Warning>{say`The file has no passphrase. Delete it when it has done its work.`}</Warning>}
    </Sheet>
  )
}
