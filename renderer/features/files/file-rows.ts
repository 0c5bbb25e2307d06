import { isUtf8Name, shownName } from '../../../contract/file-names.js'
import type { FileEntry } from '../../../contract/files.js'
import { plural, say } from '../../../contract/words/say.js'

/** A file as the table has it. */
export interface FileRow extends FileEntry {
  /** Of its name, fit for an element's id: without spaces and quotes, and never the same for two names. */
  id: string
  /** Its name, fit to be shown. */
  shown: string
  /** It is one, or leads to one. */
  folder: boolean
}

export function fileRow(entry: FileEntry): FileRow {
  return {
    ...entry,
    id: rowId(entry.name),
    shown: shownName(entry.name),
    folder: entry.kind === 'folder' || entry.leadsTo === 'folder',
  }
}

export function rowId(name: string): string {
  return name.replace(/[^A-Za-z0-9.-]/g, (unit) => `_${unit.charCodeAt(0).toString(16)}_`)
}

/** The rows that are shown: hidden ones only where wanted, and those whose name has the text of the filter. */
export function shownRows(rows: readonly FileRow[], hidden: boolean, filter: string): FileRow[] {
  const wanted = filter.trim().toLowerCase()
  return rows.filter(
    ({ name, shown }) => (hidden || !name.startsWith('.')) && shown.toLowerCase().includes(wanted),
  )
}

/** The next row, round the end, whose name begins with what was typed; null for none. */
export function typedAhead<T extends { shown: string }>(
  rows: readonly T[],
  from: number,
  typed: string,
): T | null {
  const wanted = typed.toLowerCase()
  for (let step = 0; step < rows.length; step++) {
    const row = rows[(Math.max(from, 0) + step) % rows.length]
    if (row?.shown.toLowerCase().startsWith(wanted)) return row
  }
  return null
}

/** "file", "folder", "link to a folder". */
export function kindWords({ kind, leadsTo }: Pick<FileEntry, 'kind' | 'leadsTo'>): string {
  const words = {
    file: say`file`,
    folder: say`folder`,
    link: say`link`,
    other: say`device, socket or pipe`,
  }
  const links = {
    file: say`link to a file`,
    folder: say`link to a folder`,
    link: say`link to a link`,
    other: say`link to a device, socket or pipe`,
  }
  if (kind !== 'link') return words[kind]
  return leadsTo === null ? say`link that leads nowhere` : links[leadsTo]
}

/**
 * A path as it is copied: as it is, and where it holds what can't be seen or typed, as bash and zsh take it in quotes. Pasted
 * into a shell, a name with a line end would be two commands.
 */
export function copiedPath(path: string): string {
  if (shownName(path) === path) return path
  const inner = [...path]
    .map((sign) => {
      const code = sign.codePointAt(0) ?? 0
      if (!isUtf8Name(sign)) return `\\x${(code - 0xdc00).toString(16)}`
      if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
      if (sign === "'" || sign === '\\') return `\\${sign}`
      if (shownName(sign) !== sign) return code > 0xffff ? sign : `\\u${code.toString(16).padStart(4, '0')}`
      return sign
    })
    .join('')
  return `$'${inner}'`
}

/** The parts of an absolute path, each with the path that it leads to; the root first. */
export function crumbsOf(path: string): { name: string; path: string }[] {
  const names = path.split('/').filter((name) => name !== '')
  return [
    { name: '/', path: '/' },
    ...names.map((name, n) => ({ name, path: `/${names.slice(0, n + 1).join('/')}` })),
  ]
}

/** "report.txt", "3 files", "2 folders and 1 file", "5 things" where there are links and others among them. */
export function countWords(rows: readonly FileRow[]): string {
  const [first] = rows
  if (rows.length === 1 && first !== undefined) return first.shown
  const folders = rows.filter(({ kind }) => kind === 'folder').length
  const files = rows.length - folders
  if (folders === 0) return say`${plural(files, '# file', '# files')}`
  if (files === 0) return say`${plural(folders, '# folder', '# folders')}`
  return say`${plural(folders, '# folder', '# folders')} and ${plural(files, '# file', '# files')}`
}
