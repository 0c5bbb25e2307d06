// biome-ignore-all lint/a11y/useFocusableInteractive: the field has the focus and names the active option

import { memo, type Ref } from 'react'
import { say } from '../../../contract/words/say.js'
import { HostColourSign, ProductionTag } from '../nameplates/HostMark.js'
import type { Found, Marked } from './find-items.js'
import classes from './Palette.module.css'
import type { PaletteItem } from './palette-item.js'

interface Props {
  listRef: Ref<HTMLDivElement>
  id: string
  groups: { label: string; items: Found<PaletteItem>[] }[]
  /** Each group has its name above it. */
  headed: boolean
  /** The index of the active one, through all groups. */
  active: number
  idAt: (index: number) => string
  onHover: (index: number) => void
  onPick: (index: number, details: boolean) => void
}

/** What was found, one of it active. */
export function PaletteList({ listRef, id, groups, headed, active, idAt, onHover, onPick }: Props) {
  let index = 0
  return (
    <div ref={listRef} id={id} role="listbox" aria-label={say`Found`} className={classes.list}>
      {groups.map(({ label, items }) => {
        const rows = items.map((found) => {
          const at = index++
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
            <div
              key={found.item.id}
              id={idAt(at)}
              role="option"
              aria-selected={at === active}
              data-index={at}
              className={classes.option}
              onMouseMove={() => at !== active && onHover(at)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={(event) => onPick(at, event.ctrlKey || event.metaKey || event.altKey)}
            >
              <Row found={found} />
            </div>
          )
        })
        if (!headed) return rows
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed in a listbox
          <div key={label} role="group" aria-label={label}>
            <div className={classes.heading} aria-hidden>
              {label}
            </div>
            {rows}
          </div>
        )
      })}
    </div>
  )
}

/** Drawn again only when what is found is another, not with every arrow key. */
const Row = memo(function Row({ found: { item, title, facts } }: { found: Found<PaletteItem> }) {
  const Icon = item.icon
  return (
    <>
      <Icon size={16} aria-hidden />
      <HostColourSign plate={item.plate} />
      <span className={classes.title}>
        <Marks of={title} />
      </span>
      <ProductionTag plate={item.plate} />
      <span className={classes.facts}>
        <Marks of={facts} />
      </span>
      {item.lacks !== undefined && <span className={classes.lacks}>{item.lacks}</span>}
      {item.shortcut !== undefined && <kbd>{item.shortcut}</kbd>}
      <span className={classes.does}>{item.does}</span>
    </>
  )
})

function Marks({ of: marks }: { of: Marked }) {
  return marks.map(({ text, matched }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in their order
    matched ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  )
}
