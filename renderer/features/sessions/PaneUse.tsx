import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { say } from '../../../contract/words/say.js'
import { LinesDialog } from '../../terminal/LinesDialog.js'
import { LinkDialog } from '../../terminal/LinkDialog.js'
import { LinkHint } from '../../terminal/LinkHint.js'
import { PaneMenu } from '../../terminal/PaneMenu.js'
import type { Pasting } from '../../terminal/paste-sender.js'
import { SearchBar } from '../../terminal/SearchBar.js'
import type { UseState } from '../../terminal/use.js'
import { byteText } from '../../ui/byte-text.js'
import { Notice } from '../../ui/Notice.js'
import { hostsWords } from '../nameplates/nameplate-words.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { useSettings } from '../settings/use-settings.js'
import { SnippetPicker } from '../snippets/SnippetPicker.js'
import { useStore } from '../store.js'
import { focusTerminal } from './arrange.js'
import { LogMark, useLogOf } from './LogMark.js'
import { LogSheet } from './LogSheet.js'
import { paneMenu } from './pane-menu.js'
import { type Pane, paneState, type Target } from './panes.js'
import { receiversOf } from './sessions.js'
import { typeSnippet } from './type-snippet.js'

/** What lies over a terminal, or asks about it, while it is used: search, menu, links, snippets, log, clipboard. */
export function PaneUse({ pane, children }: { pane: Pane; children: ReactNode }) {
  const { use } = pane.terminal
  const { menu, link, hovered, notice, snippets, logging, lines, pasting } = useStore(use.state)
  const { settings } = useSettings()
  const plates = useNameplates()
  const log = useLogOf(pane.session?.id)
  const set = settings.data?.terminal
  useEffect(() => {
    if (set !== undefined) use.set(set)
  }, [use, set])

  const closeMenu = () => {
    use.change({ menu: null })
    focusTerminal()
  }
  /** For the buttons over the terminal, which go with what they end. */
  const andBack = (work: () => void) => () => {
    work()
    pane.terminal.focus()
  }
  const open = paneState(pane) === 'open'
  const own = { onLog: open && log === undefined ? () => use.change({ logging: true }) : null, canType: open }
  return (
    <>
      {log !== undefined && <LogMark log={log} onEnd={pane.terminal.focus} />}
      {notice !== null && <UseNotice notice={notice} onClose={andBack(() => use.change({ notice: null }))} />}
      {pasting !== null && <PastingNotice pasting={pasting} onCancel={andBack(use.pastes.cancel)} />}
      <div style={{ position: 'relative', flex: 1, minHeight: 0, display: 'flex' }}>
        {children}
        <SearchBar search={use.search} />
      </div>
      {menu !== null && <PaneMenu at={menu} groups={paneMenu(pane, menu, own)} onClose={closeMenu} />}
      {hovered !== null && <LinkHint {...hovered} />}
      {link !== null && <LinkDialog link={link} onClose={() => use.change({ link: null })} />}
      {lines !== null && (
        <LinesDialog
          name={pane.target.instanceName}
          lines={lines.texts}
          cut={lines.cut}
          onClose={andBack(() => use.change({ lines: null }))}
        />
      )}
      {logging && pane.session !== null && (
        <LogSheet sessionId={pane.session.id} onClose={() => use.change({ logging: false })} />
      )}
      {snippets && (
        <SnippetPicker
          into={open ? hostsWords(inputTargets(pane), plates) : null}
          bracketed={pane.terminal.bracketedPaste()}
          onUse={(text, run) => void typeSnippet(pane.id, text, run)}
          onClose={() => use.change({ snippets: false })}
        />
      )}
    </>
  )
}

/** The hosts that get what is pasted or inserted in a pane. */
export function inputTargets({ id, target }: Pane): Target[] {
  const receivers = receiversOf(id).map((pane) => pane.target)
  return receivers.length > 0 ? receivers : [target]
}

function PastingNotice({ pasting, onCancel }: { pasting: Pasting; onCancel: () => void }) {
  const share = Math.floor((100 * pasting.done) / pasting.total)
  const cancel = (
    <Button h={24} px="sm" variant="default" onClick={onCancel}>
      {say`Cancel`}
    </Button>
  )
  return <Notice actions={cancel}>{say`Pasting: ${share} % of ${byteText(pasting.total)}`}</Notice>
}

function UseNotice({ notice, onClose }: { notice: NonNullable<UseState['notice']>; onClose: () => void }) {
  const { text, tone } = notice
  const close = (
    <ActionIcon size={24} aria-label={say`Dismiss`} onClick={onClose}>
      <IconX size={16} />
    </ActionIcon>
  )
  return (
    <Notice role="status" {...(tone === undefined ? {} : { tone })} actions={close}>
      {text}
    </Notice>
  )
}
