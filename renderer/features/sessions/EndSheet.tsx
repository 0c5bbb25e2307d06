import { plural, say } from '../../../contract/words/say.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { hostWords, namedOnce } from '../nameplates/nameplate-words.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { useStore } from '../store.js'
import { closingStore } from './commands.js'
import { paneState } from './panes.js'
import { closePane } from './sessions.js'
import { findPane } from './terminals.js'

/** Asks before sessions end because their panes are closed. */
export function EndSheet() {
  const ids = useStore(closingStore)
  const plates = useNameplates()
  const open = ids
    .map(findPane)
    .filter((pane) => pane !== undefined)
    .filter((pane) => paneState(pane) === 'open')
  const [first] = open
  if (first === undefined) return null
  const name = hostWords(first.target, plates)
  const many = open.length > 1
  return (
    <ConfirmSheet
      title={
        many ? say`End ${plural(open.length, '# sessions', '# sessions')}?` : say`End the session on ${name}?`
      }
      consequences={[
        many
          ? say`The shells on ${namedOnce(
              open.map(({ target }) => target),
              plates,
            )} end, and with them whatever runs in their foregrounds.`
          : say`The shell on ${name} ends, and with it whatever runs in its foreground.`,
      ]}
      verb={many ? say`End sessions` : say`End session`}
      onConfirm={async () => {
        for (const id of ids) closePane(id)
      }}
      onClose={() => closingStore.change(() => [])}
    />
  )
}
