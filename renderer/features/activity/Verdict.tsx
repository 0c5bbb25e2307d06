import { Alert } from '@mantine/core'
import type { ActivityVerdict } from '../../../contract/activity.js'
import { exactTimeText } from '../../ui/age.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import classes from './activity.module.css'

/** What Verify found. */
export function Verdict({ verdict, onClose }: { verdict: ActivityVerdict; onClose: () => void }) {
  if (verdict.state === 'broken') {
    const { line, sound, problem } = verdict
    return (
      <Alert
        className={classes.notice}
        color="red"
        title={`The chain breaks at line ${line}`}
        withCloseButton
        closeButtonLabel="Close"
        onClose={onClose}
      >
        {problem} {soundBefore(sound)} The file is activity.jsonl in the profile folder: compare it with a
        backup.
      </Alert>
    )
  }
  const { entries, since, digest } = verdict
  return (
    <Alert
      className={classes.notice}
      color="green"
      title={entries === 1 ? 'The one entry is sound' : `All ${entries} entries are sound`}
      withCloseButton
      closeButtonLabel="Close"
      onClose={onClose}
    >
      {since === null
        ? 'Nothing has happened yet.'
        : `Each follows from the one before, since ${exactTimeText(since)}. Whoever can write in the profile folder could make all of it anew: note the digest elsewhere to know later that nothing up to now was changed.`}
      {digest !== null && <Fingerprint value={digest} label="Copy digest" />}
    </Alert>
  )
}

function soundBefore(sound: number): string {
  if (sound === 0) return 'Nothing before it can be vouched for.'
  return sound === 1 ? 'The line before it is sound.' : `The ${sound} lines before it are sound.`
}
