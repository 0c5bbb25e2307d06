import { Button, FocusTrap } from '@mantine/core'
import { useClickOutside, useFocusReturn, useWindowEvent } from '@mantine/hooks'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import type { WorkItem } from '../../../contract/work.js'
import { rpc } from '../../api/client.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { focusIsLost } from '../../ui/section-focus.js'
import { powerBatch } from '../instances/power-batch.js'
import { useStore } from '../store.js'
import classes from './tray.module.css'
import { isTrayKey, trayKey } from './tray-key.js'
import { toggleTray, trayOpen } from './tray-store.js'
import { useAnnounced } from './use-announced.js'
import { useEnds } from './use-ends.js'
import { WorkRow } from './WorkRow.js'
import { barText, hasEnded, isLeft } from './work-words.js'

interface Props {
  covered: boolean
  /** Shows where a piece of work is. */
  onPlace: (place: NonNullable<WorkItem['place']>) => void
  /** Opens the form in which it can be begun once more. */
  onAgain: (again: NonNullable<WorkItem['again']>) => void
}

const none: WorkItem[] = []

/** More are in the tray. */
const MOST_TOASTS = 3

/** The long work of all windows: a word in the status bar, and by click or key all of it with what can be done about it. */
export function WorkTray({ covered, onPlace, onAgain }: Props) {
  const known = useStream(api.work.watch, undefined).value
  const items = known ?? none
  const ends = useEnds(known)
  const open = useStore(trayOpen) && !covered
  const said = useAnnounced(items)
  const bar = useRef<HTMLButtonElement>(null)
  const [panel, setPanel] = useState<HTMLElement | null>(null)
  const close = () => trayOpen.change(() => false)
  useWindowEvent(
    'keydown',
    (event) => {
      if (covered || !isTrayKey(event)) return
      event.preventDefault()
      event.stopPropagation()
      toggleTray()
    },
    { capture: true },
  )
  // From outside too: a row that goes may leave the keyboard there.
  useWindowEvent('keydown', ({ key, target, defaultPrevented }) => {
    if (open && key === 'Escape' && !defaultPrevented && !isOver(target, panel)) close()
  })
  useClickOutside(({ target }) => !isOver(target, panel) && close(), null, [panel, bar.current])
  useFocusReturn({ opened: open })
  useReadOnClose(open, items)
  useFocusKept(panel, items)
  const { text, tone } = barText(items)
  return (
    <>
      <button
        ref={bar}
        type="button"
        className={classes.bar}
        title={say`Work under way (${trayKey.written})`}
        aria-keyshortcuts={trayKey.aria}
        aria-expanded={open}
        onClick={toggleTray}
      >
        <StatusDot tone={tone}>{text}</StatusDot>
      </button>
      <span role="status" className={classes.hidden}>
        {said}
      </span>
      {!open && !covered && <Toasts ends={ends} onPlace={onPlace} onAgain={onAgain} />}
      {open && (
        <FocusTrap innerRef={setPanel}>
          <section
            tabIndex={-1}
            data-autofocus={items.length === 0 || undefined}
            role="dialog"
            aria-label={say`Work under way`}
            className={classes.panel}
          >
            <Head items={items} />
            {items.length === 0 && (
              <p className={classes.dim}>{say`Nothing is under way, and nothing has ended unread.`}</p>
            )}
            <ul className={classes.rows}>
              {items.map((item) => (
                <WorkRow
                  key={item.id}
                  item={item}
                  onShow={showOf(item, onPlace, close)}
                  onAgain={againOf(item, onAgain, close)}
                />
              ))}
            </ul>
          </section>
        </FocusTrap>
      )}
    </>
  )
}

/** How work ended that was begun in this window and is out of sight. A screen reader has heard it already. */
function Toasts({ ends, onPlace, onAgain }: { ends: WorkItem[] } & Omit<Props, 'covered'>) {
  if (ends.length === 0) return null
  return (
    <section aria-label={say`Work that has ended`} className={classes.toasts}>
      <ul className={classes.rows}>
        {ends.slice(-MOST_TOASTS).map((item) => {
          const read = () => void rpc.work.read({ ids: [item.id] })
          const shown = { onShow: showOf(item, onPlace, read), onAgain: againOf(item, onAgain, read) }
          return <WorkRow key={item.id} item={item} {...shown} />
        })}
      </ul>
    </section>
  )
}

function Head({ items }: { items: readonly WorkItem[] }) {
  const ended = items.filter(hasEnded).map(({ id }) => id)
  return (
    <div className={classes.head}>
      <h2 className={classes.title}>{say`Work under way`}</h2>
      {ended.length > 1 && (
        <Button h={24} px="sm" variant="default" onClick={() => void rpc.work.dismiss({ ids: ended })}>
          {say`Dismiss what has ended`}
        </Button>
      )}
    </div>
  )
}

/** Brings the user to it; null where there is nothing more to see. */
function showOf(
  { kind, place }: WorkItem,
  onPlace: Props['onPlace'],
  close: () => void,
): (() => void) | null {
  if (place === null) return null
  return () => {
    close()
    if ((kind === 'start' || kind === 'stop') && powerBatch.get() !== null)
      powerBatch.change((batch) => batch && { ...batch, hidden: false })
    else onPlace(place)
  }
}

/** Null where it can't be begun in a form. */
function againOf({ again }: WorkItem, onAgain: Props['onAgain'], close: () => void): (() => void) | null {
  if (again === null) return null
  return () => {
    close()
    onAgain(again)
  }
}

/** In a dialog or a menu that is open beside the tray, and has Escape and clicks to itself. */
function isOver(target: EventTarget | null, panel: Element | null): boolean {
  const top =
    target instanceof Element ? target.closest('[role="dialog"], [role="menu"], [role="listbox"]') : null
  return top !== null && top !== panel
}

/** A row that goes with the keyboard in it leaves it to the tray. */
function useFocusKept(panel: HTMLElement | null, items: readonly WorkItem[]): void {
  const before = useRef(items)
  useLayoutEffect(() => {
    if (before.current === items) return
    before.current = items
    if (panel !== null && focusIsLost()) panel.focus()
  }, [panel, items])
}

/** What has ended was read when the tray is closed over it: what went well then goes, what failed stays until it is dismissed. */
function useReadOnClose(open: boolean, items: readonly WorkItem[]): void {
  const seen = useRef(items)
  if (open) seen.current = items
  useEffect(() => {
    if (!open) return
    return () => {
      const ended = seen.current.filter(hasEnded)
      const well = ended.filter((item) => !isLeft(item)).map(({ id }) => id)
      const unread = ended.filter((item) => isLeft(item) && !item.read).map(({ id }) => id)
      if (well.length > 0) void rpc.work.dismiss({ ids: well })
      if (unread.length > 0) void rpc.work.read({ ids: unread })
    }
  }, [open])
}
