import type { DocumentStore, Log } from '../core/ports.js'
import { textFile } from './text-file.js'

/** One JSON document in a file, for what can be made again: an unreadable one is logged and read as none. */
export function documentStore(path: string, log: Log): DocumentStore {
  const file = textFile(path)
  return {
    async read() {
      try {
        const text = await file.read()
        return text === '' ? null : JSON.parse(text)
      } catch (error) {
        log.error('document.unreadable', error, { path })
        return null
      }
    },
    write: (document) => file.write(JSON.stringify(document)),
  }
}
