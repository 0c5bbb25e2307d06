import { plural, say } from '../../../contract/words/say.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { hostsWords, hostWords, isProduction } from '../nameplates/nameplate-words.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { useStore } from '../store.js'
import { broadcastStore, focusTerminal, typeInto } from './arrange.js'
import { findPane } from './terminals.js'

/** Asks before what is typed goes to several panes of which one is production. */
export function BroadcastSheet() {
  const ids = useStore(broadcastStore)
  const plates = useNameplates()
  const targets = ids.flatMap((id) => findPane(id)?.target ?? [])
  if (targets.length === 0) return null
  const productive = targets.filter(({ instanceId }) => isProduction(plates.get(instanceId)))
  const named = [...new Set(productive.map((target) => hostWords(target, plates)))].join(', ')
  const close = () => {
    broadcastStore.change(() => [])
    focusTerminal()
  }
  return (
    <ConfirmSheet
      title={say`Type in production too?`}
      consequences={[
        say`What you type goes to ${hostsWords(targets, plates)}.`,
        say`Each key and each paste acts at once on ${named}.`,
      ]}
      verb={say`Type in ${plural(targets.length, '# terminals', '# terminals')}`}
      danger
      onConfirm={async () => typeInto(ids)}
      onClose={close}
    />
  )
}
