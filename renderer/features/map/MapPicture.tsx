import { Button } from '@mantine/core'
import { type RefObject, useMemo } from 'react'
import { say } from '../../../contract/words/say.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { TrustDot, type TrustGrade } from '../../ui/TrustDot.js'
import { rich } from '../../words/rich.js'
import classes from './MapPicture.module.css'
import type { MapRows } from './map-rows.js'
import type { MapTarget, Only } from './map-target.js'
import { PictureLines, ROW_HEIGHT } from './PictureLines.js'
import { type Block, instancePicture, keyPicture, type Picture } from './picture-layout.js'

interface Props {
  target: MapTarget
  map: MapRows
  selected: MapTarget | null
  /** The button that leads back. */
  back: RefObject<HTMLButtonElement | null>
  onSelect: (target: MapTarget) => void
  showOnly: (only: Only) => void
  onClose: () => void
}

/** One key or one instance with all that is joined to it: keys, accounts and instances from left to right. */
export function MapPicture({ target, map, selected, back, onSelect, showOnly, onClose }: Props) {
  const { title, picture } = useMemo(() => pictureOf(target, map), [target, map])
  if (picture === null)
    return (
      <EmptyState action={<Button onClick={onClose}>{say`Back to the table`}</Button>}>
        {say`It is no longer on the map.`}
      </EmptyState>
    )
  const isSelected = (block: Block) =>
    block.target !== null && selected?.of === block.target.of && selected.id === block.target.id
  const column = (of: MapTarget['of'], label: string) => (
    <ul className={classes.column} aria-label={label}>
      {picture[of].map((block) => (
        <li
          key={`${block.from} ${block.label}`}
          className={classes.place}
          style={{ top: block.from * ROW_HEIGHT, height: block.rows * ROW_HEIGHT }}
        >
          <button
            type="button"
            className={classes.box}
            data-tall={block.rows > 1 || undefined}
            data-selected={isSelected(block) || undefined}
            title={[block.label, block.note].filter(Boolean).join('\n')}
            onClick={() => {
              if (block.target !== null) onSelect(block.target)
              else showOnly({ of, label: say`${block.label} of the picture`, ids: idsOf(picture, block) })
            }}
          >
            <span className={classes.label}>{block.label}</span>
            {block.note !== '' && <span className={classes.note}>{block.note}</span>}
            <span className={classes.hidden}>{spoken(picture, block, target)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves it, wherever in it the keyboard is
    <div
      className={classes.picture}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div className={classes.top}>
        <Button ref={back} variant="default" onClick={onClose} autoFocus>
          {say`Back to the table`}
        </Button>
        <h2 className={classes.title} title={title}>
          {title}
        </h2>
        <Legend />
      </div>
      <div className={classes.heads} aria-hidden>
        <span>{say`Keys`}</span>
        <span>{say`Accounts`}</span>
        <span>{say`Instances`}</span>
      </div>
      <div className={classes.scroll}>
        <div className={classes.canvas} style={{ height: Math.max(1, picture.rows.length) * ROW_HEIGHT }}>
          <PictureLines rows={picture.rows} />
          {column('keys', say`Keys`)}
          {column('accounts', say`Accounts`)}
          {column('instances', say`Instances`)}
        </div>
        {picture.rows.every(({ grades }) => grades === null) && (
          <p className={classes.nowhere}>{nobody(target)}</p>
        )}
      </div>
    </div>
  )
}

function pictureOf({ of, id }: MapTarget, map: MapRows): { title: string; picture: Picture | null } {
  if (of === 'keys') {
    const key = map.keys.find((row) => row.id === id)
    return key === undefined ? nothing : { title: key.title, picture: keyPicture(map, key) }
  }
  const instance = map.instances.find((row) => row.id === id)
  return instance === undefined
    ? nothing
    : { title: instance.row.name, picture: instancePicture(map, instance) }
}

const nothing = { title: '', picture: null }

const nobody = ({ of }: MapTarget) =>
  of === 'keys'
    ? say`No instance is known to trust it: none declares it, none was seen to have it, and no login has proven it.`
    : say`No key is known on it: none is declared, none was seen, and no login has proven one.`

const idsOf = ({ rows }: Picture, { from }: Block) => new Set(rows[from]?.ids)

/** What the lines of a row say, for those who don't see them. */
function spoken({ rows }: Picture, block: Block, { of }: MapTarget): string {
  const grades = rows[block.from]?.grades
  const isRow = block.target === null || block.target.of !== of
  if (!isRow || block.target?.of === 'accounts' || grades == null) return ''
  const said = (['declared', 'observed', 'proven'] as const).filter((grade) => grades[grade])
  return said.join(', ')
}

function Legend() {
  return (
    <span className={classes.legend}>
      <span className={classes.sample}>{rich`${<Sample grade="held" />}held`}</span>
      {(['declared', 'observed', 'proven'] as const).map((grade) => (
        <span key={grade} className={classes.sample}>
          <TrustDot grade={grade} />
          <Sample grade={grade} />
          {grade}
        </span>
      ))}
    </span>
  )
}

function Sample({ grade }: { grade: 'held' | TrustGrade }) {
  return (
    <svg width="28" height="6" aria-hidden>
      <line className={classes.line} data-grade={grade} x1="0" x2="28" y1="3" y2="3" />
    </svg>
  )
}
