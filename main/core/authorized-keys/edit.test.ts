import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFile, keyBlobs } from '../../../test/helpers/authorized-lines.js'
import { fuzzing } from '../../../test/helpers/fuzz-seed.js'
import { addKey, type OnExisting, removeKey } from './edit.js'
import { formatLines, parseLines } from './lines.js'

const [blob = '', other = ''] = keyBlobs
const wanted = { blob, options: '', comment: 'new key' }
const path = '/home/me/.ssh/authorized_keys'
const line = `ssh-ed25519 ${blob} new key\n`

const parse = (content: Uint8Array | string) => parseLines(Buffer.from(content))
const add = (content: Uint8Array | string, options = '', onExisting?: OnExisting) =>
  addKey({ path, lines: parse(content), others: [] }, { ...wanted, options }, onExisting)
const added = (content: Uint8Array | string, options = '', onExisting?: OnExisting) => {
  const addition = add(content, options, onExisting)
  return addition.kind === 'changed' ? formatLines(addition.lines).toString('utf8') : addition
}

describe('adding a key', () => {
  it('puts a line at the end, of whatever file', () => {
    expect(added('')).toBe(line)
    expect(added(`ssh-rsa ${other}\n`)).toBe(`ssh-rsa ${other}\n${line}`)
    expect(added(`ssh-rsa ${other}\r\n`)).toBe(`ssh-rsa ${other}\r\n${line}`)
  })

  it('closes a last line first, which would swallow the key into its comment', () => {
    expect(added(`ssh-rsa ${other} me`)).toBe(`ssh-rsa ${other} me\n${line}`)
    expect(added('\ufeff')).toBe(`\ufeff\n${line}`)
  })

  it('writes the options before it', () => {
    expect(added('', 'from="10.0.0.1"')).toBe(`from="10.0.0.1" ${line}`)
  })

  it('finds the key by its blob, whatever the comment', () => {
    expect(added(`ssh-ed25519 ${blob} somebody else\n`)).toEqual({ kind: 'present' })
  })

  it('adds it beside a line that sshd does not read', () => {
    expect(added(`\ufeffssh-ed25519 ${blob}\n`)).toBe(`\ufeffssh-ed25519 ${blob}\n${line}`)
    expect(added(`#ssh-ed25519 ${blob}\n`)).toBe(`#ssh-ed25519 ${blob}\n${line}`)
  })
})

describe('a key that is there with other options', () => {
  const restricted = `# x\nfrom="10.0.0.1" ssh-ed25519 ${blob} old\n`

  it('is never widened unasked', () => {
    const existing = [{ path, line: 2, options: 'from="10.0.0.1"' }]
    expect(add(restricted)).toEqual({ kind: 'differs', existing })
    expect(add(restricted, 'restrict,pty')).toEqual({ kind: 'differs', existing })
    expect(add(restricted, 'from="10.0.0.1"')).toEqual({ kind: 'present' })
  })

  it('is not there as wanted where an earlier line decides what it may do', () => {
    const forced = `command="backup" ssh-ed25519 ${blob}\nssh-ed25519 ${blob}\n`
    expect(add(forced)).toMatchObject({ kind: 'differs' })
    expect(add(`ssh-ed25519 ${blob}\n${forced}`)).toEqual({ kind: 'present' })
  })

  it('is not restricted by a second line: the open one goes on letting in', () => {
    const existing = [{ path, line: 1, options: '' }]
    expect(add(`ssh-ed25519 ${blob}\n`, 'restrict,pty')).toEqual({ kind: 'differs', existing })
  })

  it('stays or is replaced in its place, as the user says', () => {
    expect(add(restricted, '', 'keep')).toEqual({ kind: 'present' })
    expect(added(`${restricted}no-pty ssh-ed25519 ${blob}\nssh-rsa ${other}\n`, '', 'replace')).toBe(
      `# x\n${line}ssh-rsa ${other}\n`,
    )
  })

  it('is seen in a file beside it too, which is not written', () => {
    const second = { path: `${path}2`, lines: parse(restricted) }
    const question = {
      kind: 'differs',
      existing: [{ path: `${path}2`, line: 2, options: 'from="10.0.0.1"' }],
    }
    const files = { path, lines: [], others: [second] }
    expect(addKey(files, wanted)).toEqual(question)
    expect(addKey(files, wanted, 'replace')).toEqual(question)
  })
})

describe('whatever the file', () => {
  const without = (content: Uint8Array) => removeKey(parse(content), blob)

  it('a key that was added is read, and everything before it is byte for byte what it was', () => {
    fc.assert(
      fc.property(aFile, (content) => {
        const rest = formatLines(without(content).lines)
        const addition = addKey({ path, lines: parse(rest), others: [] }, wanted)
        if (addition.kind !== 'changed') return expect(addition.kind).toBe('changed')
        const file = formatLines(addition.lines)
        expect(file.subarray(0, rest.length).equals(rest)).toBe(true)
        expect(file.subarray(rest.length).toString().trimStart()).toBe(line)
        expect(parse(file).at(-1)?.key).toMatchObject({ blob, options: '', comment: 'new key' })
        expect(add(file)).toEqual({ kind: 'present' })
        expect(
          formatLines(removeKey(parse(file), blob).lines)
            .subarray(0, rest.length)
            .equals(rest),
        ).toBe(true)
      }),
      fuzzing('additions to authorized_keys', 100),
    )
  })

  it('a key that was removed is nowhere, and every other line is there as it was', () => {
    fc.assert(
      fc.property(aFile, (content) => {
        const kept = parse(content).filter(({ key }) => key?.blob !== blob)
        const { lines, removed } = without(content)
        expect(lines.map(({ raw }) => raw)).toEqual(kept.map(({ raw }) => raw))
        expect(removed.length + kept.length).toBe(parse(content).length)
        expect(parse(formatLines(lines)).some(({ key }) => key?.blob === blob)).toBe(false)
      }),
      fuzzing('removals from authorized_keys', 100),
    )
  })

  it('adding without a word of the user leaves every restriction in force', () => {
    fc.assert(
      fc.property(aFile, (content) => {
        const restrictions = (bytes: Uint8Array) =>
          parse(bytes).flatMap(({ key }) => (key?.blob === blob && !key.unread ? [key.options] : []))
        const addition = add(content)
        const after = addition.kind === 'changed' ? formatLines(addition.lines) : content
        const before = restrictions(content)
        if (before.length > 0) expect(restrictions(after)).toEqual(before)
      }),
      fuzzing('restrictions in authorized_keys', 100),
    )
  })
})
