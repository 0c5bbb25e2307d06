import { Activity, type FocusEvent, useEffect, useRef } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { CopyNotice } from '../../ui/CopyNotice.js'
import { RequestLog } from '../../ui/ErrorMessage.js'
import { NoticeStack } from '../../ui/NoticeStack.js'
import { useCoveredOverlays } from '../../ui/overlays.js'
import { focusSection } from '../../ui/section-focus.js'
import { Requests, showRequests } from '../accounts/Requests.js'
import { Bindings } from '../bindings/Bindings.js'
import { BindNotices } from '../bindings/BindNotices.js'
import { FilesDock } from '../files/FilesDock.js'
import { filesStore } from '../files/files-store.js'
import { ForwardDialogs } from '../forwards/ForwardDialogs.js'
import { ShortcutsHelp } from '../help/ShortcutsHelp.js'
import { useReadings } from '../instances/inventory.js'
import { PowerBatchSheet } from '../instances/PowerBatchSheet.js'
import { NameplateSheet } from '../nameplates/NameplateSheet.js'
import { Openings } from '../openings/Openings.js'
import { Palette } from '../palette/Palette.js'
import { HostKeyQuestions } from '../questions/HostKeyQuestions.js'
import { RepairNotice } from '../repair/RepairNotice.js'
import { fillWindow, focusTerminal } from '../sessions/arrange.js'
import { BesideTerminals } from '../sessions/BesideTerminals.js'
import { PaneMissing } from '../sessions/PaneMissing.js'
import { TerminalDock } from '../sessions/TerminalDock.js'
import { ReaderNotice } from '../settings/ReaderNotice.js'
import { useStore } from '../store.js'
import { Sync } from '../sync/Sync.js'
import { SyncNotices } from '../sync/SyncNotices.js'
import { KeychainWait } from '../vault/KeychainWait.js'
import { MoveNotice } from '../vault/MoveNotice.js'
import { useTouch } from '../vault/use-touch.js'
import classes from './Frame.module.css'
import { Notices } from './Notices.js'
import { GoTo, type SectionId } from './navigation.js'
import { PartMissing } from './PartMissing.js'
import { usePartKeys } from './parts.js'
import { Rail } from './Rail.js'
import { StatusBar } from './StatusBar.js'
import { sections } from './sections.js'
import { UpdateNotice } from './UpdateNotice.js'
import { useChanges } from './use-changes.js'
import { useSection } from './use-section.js'
import { useSystemWishes } from './use-system-wishes.js'

/** The window with an open vault. Sections that were visited keep their state; the terminals stay where they are. */
export function Frame({ vault, covered }: { vault: VaultStatus; covered: boolean }) {
  const { shown, visited, goTo: show } = useSection()
  const goTo = (section: SectionId) => {
    show(section)
    fillWindow(false)
  }

  const { full: filesFill } = useStore(filesStore)
  const focused = useFocusBack(covered)
  useCoveredOverlays(covered)
  useTouch(!covered)
  useChanges()
  useReadings()
  useSystemWishes(covered, goTo)
  usePartKeys(covered)

  return (
    <GoTo value={goTo}>
      <RequestLog value={showRequests}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notes where the keyboard is */}
        <div className={classes.frame} inert={covered} data-covered={covered} onFocus={focused}>
          <button type="button" className={classes.skip} onClick={focusSection}>
            {say`Skip to ${labelOf(shown)}`}
          </button>
          {!covered && <KeychainWait banner />}
          <NoticeStack>
            <PartMissing />
            <PaneMissing />
            <Notices />
            <MoveNotice vault={vault} />
            <UpdateNotice />
          </NoticeStack>
          <div className={classes.body}>
            <Rail shown={shown} onShow={goTo} />
            <main className={classes.main} hidden={filesFill}>
              <BesideTerminals>
                {sections.map(({ id, Content }) =>
                  visited.has(id) ? (
                    <Activity key={id} mode={id === shown ? 'visible' : 'hidden'}>
                      <Content />
                    </Activity>
                  ) : null,
                )}
              </BesideTerminals>
              <TerminalDock />
            </main>
            <FilesDock />
          </div>
          <NoticeStack>
            <BindNotices />
            <SyncNotices />
            <RepairNotice />
          </NoticeStack>
          <ForwardDialogs />
          <PowerBatchSheet />
          <ReaderNotice covered={covered} />
          <StatusBar vault={vault} covered={covered} />
          <Bindings />
          <Sync />
          <NameplateSheet />
          <Openings covered={covered} />
          <Palette covered={covered} />
          <ShortcutsHelp section={shown} label={labelOf(shown)} covered={covered} />
          <HostKeyQuestions />
          <Requests />
          <CopyNotice />
        </div>
      </RequestLog>
    </GoTo>
  )
}

const labelOf = (section: SectionId) => sections.find(({ id }) => id === section)?.label ?? ''

/** After an unlock the keyboard is where it was, in dialogs too: React's focus events come through portals. */
function useFocusBack(covered: boolean) {
  const last = useRef<HTMLElement | null>(null)
  useEffect(() => {
    if (covered) return
    if (last.current?.isConnected) last.current.focus()
    else focusTerminal()
  }, [covered])
  return (event: FocusEvent<HTMLElement>) => {
    last.current = event.target
  }
}
