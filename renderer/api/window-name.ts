import { WINDOW_FRAGMENT } from '../../contract/desktop-bridge.js'

/*
 * What a window's address says in its fragment. The desktop app names its windows there, so that a page that is loaded again,
 * or a window that is opened again, is known to be the same. A browser doesn't.
 */

const fragment = () => new URLSearchParams(location.hash.slice(1))

/** The window's name; where it has none, a new one. */
export function windowName(): string {
  return fragment().get(WINDOW_FRAGMENT) ?? crypto.randomUUID()
}

/** A part of the address that counts once: it is gone from it afterwards, the rest stays. Null where it isn't there. */
export function takeFromAddress(name: string): string | null {
  const parts = fragment()
  const value = parts.get(name)
  if (value === null) return null
  parts.delete(name)
  history.replaceState(null, '', parts.size > 0 ? `#${parts}` : location.pathname)
  return value
}
