import type { SectionId } from './navigation.js'
import classes from './Rail.module.css'
import { sections } from './sections.js'

/** The sections, one of them shown. */
export function Rail({ shown, onShow }: { shown: SectionId; onShow: (id: SectionId) => void }) {
  return (
    <nav className={classes.rail} aria-label="Sections">
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
          <span className={classes.label}>{label}</span>
        </button>
      ))}
    </nav>
  )
}
