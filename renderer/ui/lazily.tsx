import type { ComponentType, ReactNode } from 'react'
import { say } from '../../contract/words/say.js'
import classes from './lazily.module.css'
import { createPart } from './part.js'
import { usePart } from './use-part.js'

/**
 * A component whose code is a part of its own, read when it is first shown: `lazily(async () => (await import('./Map.js')).Map)`.
 * Nothing stands in its place but `waiting`; where it can't be read the window says so (PartMissing.tsx).
 */
export function lazily<P extends object>(
  read: () => Promise<ComponentType<P>>,
  waiting: ReactNode = null,
): ComponentType<P> {
  const part = createPart(read)
  return function Lazy(props: P) {
    const Content = usePart(part)
    return Content === null ? waiting : <Content {...props} />
  }
}

/** The same for a section of the window, which says that it comes where that takes longer than one sees. */
export function lazySection(read: () => Promise<ComponentType>): ComponentType {
  return lazily(
    read,
    <p className={classes.waiting} role="status">
      {say`Loading…`}
    </p>,
  )
}
