import { TerminalSettings as Schema, type TerminalSettings as Terminal } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { readerKey } from '../../terminal/reader-key.js'
import { NumberSetting } from './NumberSetting.js'
import { Choice, Tick } from './SettingsControls.js'
import { SettingsGroup } from './SettingsGroup.js'
import { scrollbackHelp } from './scrollback-help.js'
import { TerminalFont } from './TerminalFont.js'
import { TerminalPreview } from './TerminalPreview.js'
import { TerminalSchemes } from './TerminalSchemes.js'
import { type SetTerminal, useTerminalSettings } from './use-terminal-settings.js'

interface Props {
  terminal: Terminal
  set: SetTerminal
}

/** How terminals look and behave, in all windows. Open ones take each change at once. */
export function TerminalSettings({ terminal }: { terminal: Terminal }) {
  const { save, set } = useTerminalSettings()
  return (
    <SettingsGroup title={say`Terminal`} save={save}>
      <TerminalPreview terminal={terminal} />
      <TerminalFont terminal={terminal} set={set} />
      <TerminalSchemes terminal={terminal} set={set} />
      <Reading terminal={terminal} set={set} />
      <Clipboard terminal={terminal} set={set} />
      <Programs terminal={terminal} set={set} />
    </SettingsGroup>
  )
}

function Reading({ terminal, set }: Props) {
  return (
    <>
      <Choice
        label={say`Cursor`}
        choices={{ block: say`Block`, bar: say`Bar`, underline: say`Underline` }}
        value={terminal.cursor}
        onChange={(cursor) => set({ cursor })}
      />
      <Tick label={say`The cursor blinks`} name="cursorBlink" terminal={terminal} set={set} />
      <Tick
        label={say`Keep text readable`}
        description={say`Moves a text's colour away from its background where the two are too near to each other (below 4.5:1).`}
        name="readable"
        terminal={terminal}
        set={set}
      />
      <Tick
        label={say`For screen readers`}
        description={say`Has what is printed read out. It costs speed, so it is off until it is wanted. ${readerKey.written} does the same from anywhere.`}
        name="screenReader"
        terminal={terminal}
        set={set}
      />
      <NumberSetting
        label={say`Lines kept for scrolling back`}
        description={scrollbackHelp(terminal.scrollback)}
        value={terminal.scrollback}
        schema={Schema.shape.scrollback}
        onSave={(scrollback) => set({ scrollback })}
      />
    </>
  )
}

function Clipboard({ terminal, set }: Props) {
  return (
    <>
      <Tick label={say`Copy what is selected`} name="copyOnSelect" terminal={terminal} set={set} />
      <Choice
        label={say`Right button of the mouse`}
        choices={{ menu: say`Opens a menu`, paste: say`Pastes` }}
        value={terminal.rightClick}
        onChange={(rightClick) => set({ rightClick })}
      />
      <Tick
        label={say`Programs may put text on the clipboard`}
        description={say`A server's program, such as tmux or vim, can then replace what you have copied (OSC 52). None can ever read your clipboard.`}
        name="clipboardWrite"
        terminal={terminal}
        set={set}
      />
    </>
  )
}

function Programs({ terminal, set }: Props) {
  return (
    <>
      <Choice
        label={say`When a program rings the bell`}
        choices={{ mark: say`Mark its tab`, sound: say`Make a sound`, none: say`Do nothing` }}
        value={terminal.bell}
        onChange={(bell) => set({ bell })}
      />
      <Choice
        label={say`After a restart`}
        description={say`Tabs and panes come back as they lay, without what was on their screens.`}
        choices={{
          tabs: say`Open the tabs of last time`,
          connect: say`Open them and connect at once`,
          none: say`Start without tabs`,
        }}
        value={terminal.restore}
        onChange={(restore) => set({ restore })}
      />
    </>
  )
}
