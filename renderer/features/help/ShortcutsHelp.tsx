import { useWindowEvent } from '@mantine/hooks'
import { say } from '../../../contract/words/say.js'
import { Dialog } from '../../ui/Dialog.js'
import { isPlainKey } from '../../ui/is-writing.js'
import { filesStore } from '../files/files-store.js'
import type { SectionId } from '../frame/navigation.js'
import { terminalStore } from '../sessions/terminals.js'
import { useStore } from '../store.js'
import { helpOpen, showHelp } from './help-store.js'
import classes from './ShortcutsHelp.module.css'
import { shortcutsOf } from './shortcuts.js'
import { helpKey } from './written-keys.js'

interface Props {
  section: SectionId
  /** What the section is called. */
  label: string
  /** The window is locked. */
  covered: boolean
}

/** The shortcuts of the screen that is shown: `?`, where nobody writes. */
export function ShortcutsHelp({ section, label, covered }: Props) {
  const open = useStore(helpOpen)
  const { panes } = useStore(terminalStore)
  const { places } = useStore(filesStore)
  useWindowEvent('keydown', (event) => {
    if (covered || !isPlainKey(event, helpKey)) return
    event.preventDefault()
    showHelp()
  })
  if (!open || covered) return null
  return (
    <Dialog
      title={say`Keyboard shortcuts`}
      size={places.length > 0 ? 1080 : 720}
      onClose={() => helpOpen.change(() => false)}
    >
      <div className={classes.groups}>
        {shortcutsOf(section, label, { terminals: panes.length > 0, files: places.length > 0 }).map(
          (group) => (
            <div key={group.label} className={classes.group}>
              <h3 className={classes.head}>{group.label}</h3>
              <dl className={classes.list}>
                {group.shortcuts.map(({ keys, what }) => (
                  <div key={what} className={classes.line}>
                    <dt>{what}</dt>
                    <dd>
                      {keys.map((key) => (
                        <kbd key={key} className={classes.key}>
                          {key}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          ),
        )}
      </div>
    </Dialog>
  )
}
