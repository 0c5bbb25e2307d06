import { IconKeyboard, IconSearch } from '@tabler/icons-react'
import { say } from '../../../contract/words/say.js'
import { GuideEntry } from '../first-run/Guide.js'
import { showHelp } from '../help/help-store.js'
import { helpKey } from '../help/written-keys.js'
import { paletteKey } from '../palette/palette-key.js'
import { togglePalette } from '../palette/palette-store.js'
import type { SectionId } from './navigation.js'
import classes from './Rail.module.css'
import { sections } from './sections.js'

/** The sections, one of them shown. */
export function Rail({ shown, onShow }: { shown: SectionId; onShow: (id: SectionId) => void }) {
  return (
    <nav className={classes.rail} aria-label={say`Sections`} data-part="rail">
      <PaletteButton />
      {sections.map(({ id, label, icon: Icon }) => (
        <button
          key={id}
          type="button"
          className={classes.entry}
          aria-current={id === shown ? 'page' : undefined}
          title={label}
          onClick={() => onShow(id)}
        >
          <Icon size={16} aria-hidden />
          <span className={`${classes.label} ${classes.name}`} data-name={label}>
            {label}
          </span>
        </button>
      ))}
      <span className={classes.rest} />
      <GuideEntry entry={classes.entry ?? ''} label={classes.label ?? ''} />
      <button
        type="button"
        className={`${classes.entry} ${classes.help}`}
        title={say`Keyboard shortcuts (${helpKey})`}
        aria-keyshortcuts={helpKey}
        onClick={showHelp}
      >
        <IconKeyboard size={16} aria-hidden />
        <span className={classes.label}>{say`Shortcuts`}</span>
      </button>
    </nav>
  )
}

function PaletteButton() {
  const { written, inTerminal, aria } = paletteKey
  return (
    <button
      type="button"
      className={classes.find}
      title={
        inTerminal === written
          ? say`Find anything (${written})`
          : say`Find anything (${written}, in a terminal ${inTerminal})`
      }
      aria-keyshortcuts={aria}
      onClick={togglePalette}
    >
      <IconSearch size={16} aria-hidden />
      <span className={classes.label}>{say`Find`}</span>
      <kbd className={classes.label} aria-hidden>
        {written}
      </kbd>
    </button>
  )
}
