import { describe, expect, it } from 'vitest'
import type { KnownHost } from '../../../contract/known-hosts.js'
import { matches, removalConsequences, removedText, staysInLine, systemCommand } from './host-words.js'

const host: KnownHost = {
  id: 'user-1',
  source: 'user',
  line: 1,
  host: 'web.example,10.0.0.1',
  hashed: false,
  marker: null,
  comment: 'by hand',
  addedAt: null,
  instanceName: 'web-1',
  algorithm: 'ssh-ed25519',
  fingerprint: 'SHA256:abc',
  outdated: [],
}

const hashed: KnownHost = { ...host, host: '|1|c2FsdA==|aGFzaA==', hashed: true }

describe('the consequences of a removal', () => {
  it('name the file of the user, its backup, and what is graver first', () => {
    const rows = [host, { ...host, marker: 'revoked' as const }, { ...host, source: 'latchkey' as const }]
    const sentences = removalConsequences(rows, '/home/ada/.ssh/known_hosts', false)
    expect(sentences[0]).toContain('can be trusted again')
    expect(sentences[1]).toMatch(/^Latchkey forgets a host key: its next connection there asks again/)
    expect(sentences[2]).toMatch(/^2 lines of \/home\/ada\/\.ssh\/known_hosts go: .*known_hosts\.old/)
  })

  it('warn of lines that may be about many hosts', () => {
    expect(removalConsequences([{ ...host, host: '*.example' }], 'x', false)[0]).toContain('many hosts')
    expect(removalConsequences([{ ...hashed, host: '|1|*' }], 'x', false)).toHaveLength(1)
  })
})

it('says what stays in a line that loses a name, and nothing where the line goes', () => {
  expect(staysInLine(host, ['10.0.0.1'])).toBe('web.example')
  expect(staysInLine(host, ['10.0.0.1', 'web.example'])).toBeNull()
  expect(staysInLine({ ...host, host: 'a,!b' }, ['a'])).toBeNull()
  expect(staysInLine(hashed, ['10.0.0.1'])).toBeNull()
})

it('matches what is shown of a line, never the letters of a hash', () => {
  expect(matches(host, ' WEB-1 ')).toBe(true)
  expect(matches(host, 'by hand')).toBe(true)
  expect(matches(hashed, 'salt')).toBe(false)
  expect(matches(hashed, 'c2FsdA')).toBe(false)
})

it('says where the file before is, and that some lines were no longer there', () => {
  expect(removedText(2, 1, '/x/known_hosts.old')).toBe(
    '1 entry is removed. 1 entry could not be found or changed any more. The file before is /x/known_hosts.old.',
  )
})

it("names the command that an administrator takes a host out of the system's file with, where there is one", () => {
  const path = '/etc/ssh/ssh_known_hosts'
  expect(systemCommand({ ...host, host: '[web]:2222,10.0.0.1' }, 'x', path)).toBe(
    "sudo ssh-keygen -R '[web]:2222' -f /etc/ssh/ssh_known_hosts",
  )
  expect(systemCommand(hashed, 'web-1', path)).toContain("-R 'web-1'")
  expect(systemCommand(host, 'x', 'C:\\ProgramData\\ssh\\ssh_known_hosts')).toBe(
    'ssh-keygen -R "web.example" -f "C:\\ProgramData\\ssh\\ssh_known_hosts"',
  )
  expect(systemCommand(hashed, '', path)).toBeNull()
  expect(systemCommand({ ...host, host: '*.example' }, 'x', path)).toBeNull()
  expect(systemCommand({ ...host, marker: 'revoked' }, 'x', path)).toBeNull()
})
