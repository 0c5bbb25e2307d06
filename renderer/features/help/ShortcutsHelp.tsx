import { useWindowEvent } from '@mantine/hooks'
import { Dialog } from '../../ui/Dialog.js'
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
  useWindowEvent('keydown', (event) => {
    if (covered || event.key !== helpKey || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.defaultPrevented || isWriting(event.target)) return
    if (document.querySelector('[aria-modal="true"]') !== null) return
    event.preventDefault()
    showHelp()
  })
  if (!open || covered) return null
  return (
    <Dialog title="Keyboard shortcuts" size={720} onClose={() => helpOpen.change(() => false)}>
      <div className={classes.groups}>
        {shortcutsOf(section, label, panes.length > 0).map((group) => (
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
        ))}
      </div>
    </Dialog>
  )
}

/** Where a question mark is a question mark: fields, and terminals, which are text areas. */
function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      // Of a dialog that lies over a part of the window.
      target.closest('[role="dialog"], [role="menu"]') !== null ||
      target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select'))
  )
}
