import { CopyButton } from '../../ui/CopyButton.js'
import { fingerprintCommand } from './host-key-file.js'
import classes from './questions.module.css'

/** How to see the true fingerprint: on the server, by a way that is not this connection. */
export function CompareCommand({ instanceName, algorithm }: { instanceName: string; algorithm: string }) {
  const command = fingerprintCommand(algorithm)
  return (
    <div>
      <p className={classes.text}>
        To compare, run this on {instanceName} itself, for example in the cloud's console:
      </p>
      <div className={classes.command}>
        <code>{command}</code>
        <CopyButton value={command} label="Copy command" />
      </div>
    </div>
  )
}
