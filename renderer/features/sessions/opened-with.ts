import type { LoginWay, SessionStatus } from '../../../contract/sessions.js'

const words: Record<LoginWay, string> = {
  key: 'the key',
  agent: 'a key of your SSH agent',
  prompts: 'what the server asked',
  password: 'a password',
  nothing: 'nothing: the server let in without asking',
}

/** What let a session in, the fingerprint's way last, so that the key can be named behind it. */
export function openedWith({ ways = ['key'] }: Pick<SessionStatus, 'ways'>): string {
  const isKey = (way: LoginWay) => way === 'key' || way === 'agent'
  const ordered = [...ways.filter((way) => !isKey(way)), ...ways.filter(isKey)]
  return `opened with ${ordered.map((way) => words[way]).join(' and ')}`
}
