import type { CSSProperties } from 'react'
import type { Rect } from './layout.js'

/** The place of a part of the whole, in percent. */
export function placeStyle({ x, y, width, height }: Rect): CSSProperties {
  return {
    left: `${x * 100}%`,
    top: `${y * 100}%`,
    width: `${width * 100}%`,
    height: `${height * 100}%`,
  }
}
