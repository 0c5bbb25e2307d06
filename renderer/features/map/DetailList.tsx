import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { numberText } from '../../ui/number-text.js'
import { rich } from '../../words/rich.js'
import classes from './map.module.css'

interface Props<T> {
  /** With the number of them: "Instances that trust it: 3". */
  title: string
  none: string
  items: T[]
  itemKey: (item: T) => string
  /** How many are drawn; the table has all. */
  most?: number
  /** After those that are drawn, where there are more. */
  more?: ReactNode
  children: (item: T) => ReactNode
}

/** A list in a details panel that never draws thousands. */
export function DetailList<T>({ title, none, items, itemKey, most = 50, more, children }: Props<T>) {
  return (
    <div>
      <h3 className={classes.heading}>
        {title}: {numberText(items.length)}
      </h3>
      {items.length === 0 ? (
        <span className={classes.dim}>{none}</span>
      ) : (
        <ul className={classes.list}>
          {items.slice(0, most).map((item) => (
            <li key={itemKey(item)}>{children(item)}</li>
          ))}
        </ul>
      )}
      {items.length > most && (
        <p className={classes.dim}>{rich`${numberText(items.length - most)} more. ${more}`}</p>
      )}
    </div>
  )
}

/** A name that shows what it names. */
export function Named({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Anchor component="button" type="button" size="sm" ta="left" onClick={onClick}>
      {children}
    </Anchor>
  )
}
