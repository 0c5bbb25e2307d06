import { type RefObject, useEffect, useState } from 'react'

/** Less of a tab in sight than this, and it counts as out of sight. */
const IN_SIGHT = 0.9

/** Whether an end of a bar of several tabs lies out of sight. `ids`: of its tabs, in their order. */
export function useOverflow(bar: RefObject<HTMLElement | null>, ids: readonly string[]): boolean {
  const [overflows, setOverflows] = useState(false)
  const order = ids.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: other tabs are other elements
  useEffect(() => {
    const tabs = [...(bar.current?.querySelectorAll('[role=tab]') ?? [])]
    const [first, last] = [tabs.at(0), tabs.at(-1)]
    if (first === undefined || last === undefined || first === last) return setOverflows(false)
    const outOfSight = new Set<Element>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, intersectionRatio } of entries)
          if (intersectionRatio < IN_SIGHT) outOfSight.add(target)
          else outOfSight.delete(target)
        setOverflows(outOfSight.size > 0)
      },
      { root: bar.current, threshold: IN_SIGHT },
    )
    observer.observe(first)
    observer.observe(last)
    return () => observer.disconnect()
  }, [bar, order])
  return overflows
}
