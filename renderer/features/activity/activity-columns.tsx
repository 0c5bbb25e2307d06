import type { ActivityEntry } from '../../../contract/activity.js'
import { say } from '../../../contract/words/say.js'
import { exactTimeText } from '../../ui/age.js'
import type { Column } from '../../ui/column.js'
import { trackFor } from '../../ui/column-layout.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from './activity.module.css'
import { allSays, detailOf, eventSays, eventTone, placeOf } from './event-words.js'

export const activityColumns: Column<ActivityEntry>[] = [
  {
    id: 'at',
    header: say`When`,
    value: ({ seq }) => seq,
    cell: ({ at }) => <span className={classes.when}>{exactTimeText(at)}</span>,
    width: '205px',
  },
  {
    id: 'event',
    header: say`What`,
    value: ({ event }) => eventSays(event),
    cell: ({ event }) => <StatusDot tone={eventTone(event)}>{eventSays(event)}</StatusDot>,
    width: trackFor(180, allSays),
  },
  { id: 'key', header: say`Key`, value: ({ key }) => key?.name ?? '', width: 'minmax(120px, 1fr)' },
  {
    id: 'place',
    header: say`Instance or account`,
    value: placeOf,
    width: 'minmax(120px, 1fr)',
    hideBelow: 620,
  },
  { id: 'detail', header: say`Details`, value: detailOf, width: 'minmax(140px, 2fr)', hideBelow: 760 },
]
