import { describe, expect, it } from 'vitest'
import type { FileEntry } from '../../../contract/files.js'
import { copiedPath, countWords, crumbsOf, fileRow, rowId, shownRows, typedAhead } from './file-rows.js'

const entry = (name: string, kind: FileEntry['kind'] = 'file', leadsTo = kind): FileEntry => ({
  ...{ name, kind, leadsTo, size: 1, modified: null, permissions: 0o644, uid: 0, gid: 0 },
})
const names = (rows: { name: string }[]) => rows.map(({ name }) => name)

describe('rows of files', () => {
  it('take a link to a folder for one', () => {
    expect(fileRow(entry('a', 'link', 'folder')).folder).toBe(true)
    expect(fileRow(entry('a', 'link', 'file')).folder).toBe(false)
  })

  it('show control characters and turns of direction as escapes', () => {
    expect(fileRow(entry('a\nb\u202Egnp.exe')).shown).toBe('a\\nb\\u{202e}gnp.exe')
    expect(fileRow(entry('<img src=x>')).shown).toBe('<img src=x>')
  })

  it('have ids without spaces, quotes or line ends, and two for two names', () => {
    const hostile = ['a b', 'a_20_b', 'a"b', 'a\nb', "a'b", 'ä', '\udce4', 'a_b']
    const ids = hostile.map(rowId)
    expect(new Set(ids).size).toBe(hostile.length)
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9._-]+$/)
  })

  const rows = ['.profile', 'Report.txt', 'notes.md', 'site'].map((name) => fileRow(entry(name)))
  it('leave out hidden files unless they are wanted, and what the filter does not name', () => {
    expect(names(shownRows(rows, false, ''))).toEqual(['Report.txt', 'notes.md', 'site'])
    expect(names(shownRows(rows, true, ''))).toHaveLength(4)
    expect(names(shownRows(rows, true, ' RE'))).toEqual(['Report.txt'])
    expect(names(shownRows(rows, false, 'profile'))).toEqual([])
  })

  it('are found by their first letters, from where one is and round the end', () => {
    expect(typedAhead(rows, 0, 'n')?.name).toBe('notes.md')
    expect(typedAhead(rows, 3, 'rep')?.name).toBe('Report.txt')
    expect(typedAhead(rows, -1, 's')?.name).toBe('site')
    expect(typedAhead(rows, 0, 'x')).toBeNull()
  })

  it('are counted by what they are', () => {
    expect(countWords([fileRow(entry('a\tb'))])).toBe('a\\tb')
    expect(countWords([fileRow(entry('a')), fileRow(entry('b', 'link', 'folder'))])).toBe('2 files')
    expect(countWords([fileRow(entry('a', 'folder')), fileRow(entry('b')), fileRow(entry('c'))])).toBe(
      '1 folder and 2 files',
    )
  })
})

describe('paths', () => {
  it('are cut where they lead', () => {
    expect(crumbsOf('/')).toEqual([{ name: '/', path: '/' }])
    expect(crumbsOf('/srv/a b').map(({ path }) => path)).toEqual(['/', '/srv', '/srv/a b'])
  })

  it('are copied as they are, and quoted where a shell would read something else', () => {
    expect(copiedPath('/srv/a b')).toBe('/srv/a b')
    expect(copiedPath("/srv/it's\nrm")).toBe("$'/srv/it\\'s\\x0arm'")
    expect(copiedPath('/srv/\udce4')).toBe("$'/srv/\\xe4'")
    expect(copiedPath('/srv/\u202Etxt')).toBe("$'/srv/\\u202etxt'")
  })
})
