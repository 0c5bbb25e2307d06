import type { ComponentType } from 'react'
import type { Nameplate } from '../../../contract/nameplates.js'

export type ItemKind = 'instance' | 'terminal' | 'section' | 'key' | 'account' | 'forward' | 'action'

/** One thing that the palette finds. What it shows, and what is searched beside that. */
export interface PaletteItem {
  id: string
  kind: ItemKind
  title: string
  /** Shown after the title and searched: address, account. */
  facts: string
  /** All that is searched, in lower case. */
  haystack: string
  icon: ComponentType<{ size: number; 'aria-hidden': true }>
  /** The name and the colour that the user gave to its host. */
  plate?: Nameplate | undefined
  /** What Enter does: "Connect". */
  does: string
  /** Why the first thing that one would expect of it can't be done: "stopped". Enter does `does` all the same. */
  lacks?: string | undefined
  shortcut?: string | undefined
  /** 0 for what was used last, 1 for the one before; absent where it was not used lately. */
  recent?: number | undefined
  run(): void | Promise<void>
  /** Ctrl+Enter: shows more of it. */
  details?(): void
}

/** Some of them under one heading. */
export interface PaletteGroup {
  label: string
  items: PaletteItem[]
}
