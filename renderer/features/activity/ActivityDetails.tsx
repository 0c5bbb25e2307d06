import type { ActivityEntry } from '../../../contract/activity.js'
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
      <Fact label="When">{exactTimeText(at)}</Fact>
      {key !== undefined && (
        <>
          <Fact label="Key pair">{key.name}</Fact>
          <Fact label="SHA256 fingerprint">
            <Fingerprint value={key.fingerprint} />
          </Fact>
        </>
      )}
      {instance !== undefined && <Fact label="Instance">{instance.name}</Fact>}
      {account !== undefined && <Fact label="Account">{account.name}</Fact>}
      {detail !== '' && <Fact label="Details">{detail}</Fact>}
      <Fact label="Number in the record">{seq}</Fact>
    </DetailsPanel>
  )
}
