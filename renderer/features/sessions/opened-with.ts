import type { LoginWay, SessionStatus } from '../../../contract/sessions.js'
import { say } from '../../../contract/words/say.js'

const words: Record<LoginWay, string> = {
  key: say`the key`,
  agent: say`a key of your SSH agent`,
  prompts: say`what the server asked`,
  password: say`a password`,
  nothing: say`nothing: the server let in without asking`,
}

/** What let a session in, the fingerprint's way last, so that the key can be named behind it. */
export function openedWith({ ways = ['key'] }: Pick<SessionStatus, 'ways'>): string {
  const isKey = (way: LoginWay) => way === 'key' || way === 'agent'
  const ordered = [...ways.filter((way) => !isKey(way)), ...ways.filter(isKey)]
  return say`opened with ${ordered.map((way) => words[way]).reduce((one, other) => say`${one} and ${other}`)}`
}
