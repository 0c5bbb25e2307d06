import { createElement, Fragment, type ReactNode } from 'react'
import { inPieces, type Plural } from '../../contract/words/say.js'

/** A sentence with elements in it: rich`Press ${<Kbd>Esc</Kbd>} to leave`. What the elements say is said by themselves. */
export function rich(strings: TemplateStringsArray, ...values: (ReactNode | Plural)[]): ReactNode {
  const pieces = inPieces<ReactNode>(strings, values as (ReactNode | Plural)[])
  return createElement(Fragment, null, ...pieces)
}
