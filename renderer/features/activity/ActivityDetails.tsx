import type { ActivityEntry } from '../../../contract/activity.js'
import { say } from '../../../contract/words/say.js'
import { exactTimeText } from '../../ui/age.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { detailOf, eventSays } from './event-words.js'

/** One entry of the record, whole. */
export function ActivityDetails({ entry, onClose }: { entry: ActivityEntry; onClose: () => void }) {
  const { seq, at, event, key, instance, account } = entry
  const detail = detailOf(entry)
  return (
    <DetailsPanel title={eventSays(event)} onClose={onClose}>
      <Fact label={say`When`}>{exactTimeText(at)}</Fact>
      {key !== undefined && (
        <>
          <Fact label={say`Key pair`}>{key.name}</Fact>
          <Fact label={say`SHA256 fingerprint`}>
            <Fingerprint value={key.fingerprint} />
          </Fact>
        </>
      )}
      {instance !== undefined && <Fact label={say`Instance`}>{instance.name}</Fact>}
      {account !== undefined && <Fact label={say`Account`}>{account.name}</Fact>}
      {detail !== '' && <Fact label={say`Details`}>{detail}</Fact>}
      <Fact label={say`Number in the record`}>{seq}</Fact>
    </DetailsPanel>
  )
}
