import type { WorkPlace } from '../../../contract/finished-work.js'
import type { WorkAgain } from '../../../contract/work-again.js'
import { wantBackup } from '../backup/wanted-backup.js'
import { bindStore, openManySheet, showBind } from '../bindings/binds.js'
import { openFiles } from '../files/files-store.js'
import { wantImport } from '../keys/import/wanted-import.js'
import { openSync } from '../sync/sync-store.js'
import type { SectionId } from './navigation.js'

/** Brings the user to where a piece of work is, or what came of it. */
export function showPlace(place: WorkPlace, goTo: (section: SectionId) => void): void {
  if (place.kind === 'section') goTo(place.section)
  else if (place.kind === 'sync') openSync('run')
  else if (place.kind === 'files') openFiles(place)
  else if (bindStore.get().jobs.some(({ id, batchId }) => id === place.id || batchId === place.id))
    showBind(place.id)
  else goTo('instances') // it was closed meanwhile
}

/** Opens the form in which what failed can be begun once more. */
export function showAgain(again: WorkAgain, goTo: (section: SectionId) => void): void {
  if (again.kind === 'bind') openManySheet(again)
  else if (again.kind === 'import') {
    goTo('keys')
    wantImport(again.name)
  } else {
    goTo('settings')
    wantBackup(again)
  }
}
