import { expect, it } from 'vitest'
import { completed, completions, folderToList } from './path-completion.js'

const remote = { here: '/srv/site', absolute: /^(\/|~\/)/ }
const local = { here: null, absolute: /^(\/|[A-Za-z]:[\\/])/ }

it('looks into the folder that the text has come to, or that it goes on in', () => {
  expect(folderToList('/var/l', remote)).toBe('/var/')
  expect(folderToList('~/pro', remote)).toBe('~/')
  expect(folderToList('ass', remote)).toBe('/srv/site/')
  expect(folderToList('assets/ol', remote)).toBe('/srv/site/assets/')
  expect(folderToList('~', remote)).toBeNull()
  expect(folderToList('C:\\Users\\a', local)).toBe('C:\\Users\\')
  expect(folderToList('Down', local)).toBeNull()
})

it('offers what begins so, hidden folders only after a dot', () => {
  const names = ['log10', 'log9', '.cache', 'Lib', 'run']
  expect(completions('/var/l', names)).toEqual(['/var/Lib/', '/var/log9/', '/var/log10/'])
  expect(completions('/var/', names)).not.toContain('/var/.cache/')
  expect(completions('/var/.', names)).toEqual(['/var/.cache/'])
  expect(completions('C:\\U', ['Users'])).toEqual(['C:\\Users\\'])
  expect(completions('r', names)).toEqual(['run/'])
})

it('completes as far as there is one way only, as a shell does', () => {
  expect(completed('/var/lo', ['/var/log/'])).toBe('/var/log/')
  expect(completed('/var/l', ['/var/local/', '/var/lock/'])).toBe('/var/loc')
  expect(completed('/var/l', ['/var/lib/', '/var/log/'])).toBe('/var/l')
  expect(completed('/VAR/LO', ['/VAR/log/'])).toBe('/VAR/log/')
  expect(completed('/var/', ['/var/only/'])).toBe('/var/only/')
  expect(completed('/var/', ['/var/lib/', '/var/log/'])).toBeNull()
  expect(completed('/var/x', [])).toBeNull()
})
