import { TerminalSettings as Schema, type TerminalSettings as Terminal } from '../../../contract/settings.js'
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
    <SettingsGroup title="Terminal" save={save}>
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
        label="Cursor"
        choices={{ block: 'Block', bar: 'Bar', underline: 'Underline' }}
        value={terminal.cursor}
        onChange={(cursor) => set({ cursor })}
      />
      <Tick label="The cursor blinks" name="cursorBlink" terminal={terminal} set={set} />
      <Tick
        label="Keep text readable"
        description="Moves a text's colour away from its background where the two are too near to each other (below 4.5:1)."
        name="readable"
        terminal={terminal}
        set={set}
      />
      <Tick
        label="For screen readers"
        description="Has what is printed read out. It costs speed, so it is off until it is wanted."
        name="screenReader"
        terminal={terminal}
        set={set}
      />
      <NumberSetting
        label="Lines kept for scrolling back"
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
      <Tick label="Copy what is selected" name="copyOnSelect" terminal={terminal} set={set} />
      <Choice
        label="Right button of the mouse"
        choices={{ menu: 'Opens a menu', paste: 'Pastes' }}
        value={terminal.rightClick}
        onChange={(rightClick) => set({ rightClick })}
      />
      <Tick
        label="Programs may put text on the clipboard"
        description="A server's program, such as tmux or vim, can then replace what you have copied (OSC 52). None can ever read your clipboard."
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
        label="When a program rings the bell"
        choices={{ mark: 'Mark its tab', sound: 'Make a sound', none: 'Do nothing' }}
        value={terminal.bell}
        onChange={(bell) => set({ bell })}
      />
      <Choice
        label="After a restart"
        description="Tabs and panes come back as they lay, without what was on their screens."
        choices={{
          tabs: 'Open the tabs of last time',
          connect: 'Open them and connect at once',
          none: 'Start without tabs',
        }}
        value={terminal.restore}
        onChange={(restore) => set({ restore })}
      />
    </>
  )
}
