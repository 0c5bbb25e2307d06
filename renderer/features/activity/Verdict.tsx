import { Alert } from '@mantine/core'
import type { ActivityVerdict } from '../../../contract/activity.js'
import { plural, say } from '../../../contract/words/say.js'
import { exactTimeText } from '../../ui/age.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { hear } from '../../words/language.js'
import classes from './activity.module.css'

/** What Verify found. */
export function Verdict({ verdict, onClose }: { verdict: ActivityVerdict; onClose: () => void }) {
  if (verdict.state === 'broken') {
    const { line, sound, problem } = verdict
    return (
      <Alert
        className={classes.notice}
        color="red"
        title={say`The chain breaks at line ${line}`}
        withCloseButton
        closeButtonLabel={say`Close`}
        onClose={onClose}
      >
        {say`${hear(problem)} ${soundBefore(sound)} The file is activity.jsonl in the profile folder: compare it with a backup.`}
      </Alert>
    )
  }
  const { entries, since, digest } = verdict
  return (
    <Alert
      className={classes.notice}
      color="green"
      title={say`${plural(entries, 'The one entry is sound', 'All # entries are sound')}`}
      withCloseButton
      closeButtonLabel={say`Close`}
      onClose={onClose}
    >
      {since === null
        ? say`Nothing has happened yet.`
        : say`Each follows from the one before, since ${exactTimeText(since)}. Whoever can write in the profile folder could make all of it anew: note the digest elsewhere to know later that nothing up to now was changed.`}
      {digest !== null && <Fingerprint value={digest} label={say`Copy digest`} />}
    </Alert>
  )
}

function soundBefore(sound: number): string {
  if (sound === 0) return say`Nothing before it can be vouched for.`
  return say`${plural(sound, 'The line before it is sound.', 'The # lines before it are sound.')}`
}
