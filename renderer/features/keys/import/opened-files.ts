import type { OpenedFile } from '../../../../contract/openings.js'
import { createStore } from '../../store.js'

/** Key files that the system has handed over, while their import is open. */
export const openedFiles = createStore<readonly OpenedFile[]>([])

/** Opens their preview, or adds them to one that is open. */
export const importOpened = (files: readonly OpenedFile[]): void =>
  openedFiles.change((before) => [...before, ...files])
