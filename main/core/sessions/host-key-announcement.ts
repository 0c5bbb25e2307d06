import type { Client } from 'ssh2'
import { fingerprintSha256 } from '../keys/public-key.js'
import { wireReader } from '../keys/ssh-wire.js'
import type { Announcement } from '../known-hosts/announced-keys.js'
import { hostName } from '../known-hosts/entry.js'
import type { HostKeyParts } from './host-key-guard.js'
import type { SshTarget } from './ssh.js'
import { onAnnouncedKeys } from './ssh2-announced-keys.js'

interface Host {
  target: SshTarget
  instanceName: string
  /** The blob of the key that the connection was made with; null if it was not known before: whoever has just answered is asked next time. */
  current(): Buffer | null
}

/** Of one host only one question stands at a time, however many sessions it has. */
const asked = new WeakMap<HostKeyParts['knownHosts'], Set<string>>()

/**
 * Listens for the keys that a host announces once somebody is logged in (`hostkeys-00@openssh.com`). A person is asked;
 * the session goes on meanwhile, and may end before the answer. To be called after `connect`.
 */
export function hearAnnouncedKeys(client: Client, host: Host, parts: HostKeyParts): void {
  onAnnouncedKeys(client, (announcement) => {
    askOnce(host, announcement, parts).catch((error: unknown) =>
      parts.log.error('host-keys.not-taken-over', error),
    )
  })
}

async function askOnce(host: Host, announcement: Announcement, parts: HostKeyParts): Promise<void> {
  const name = hostName(host.target.host, host.target.port)
  const open = asked.get(parts.knownHosts) ?? new Set()
  asked.set(parts.knownHosts, open)
  if (open.has(name)) return
  open.add(name)
  try {
    await ask(host, name, announcement, parts)
  } finally {
    open.delete(name)
  }
}

async function ask(
  { target, instanceName, current }: Host,
  name: string,
  announcement: Announcement,
  { knownHosts, questions, log }: HostKeyParts,
): Promise<void> {
  const key = current()
  if (key === null) return
  const news = await knownHosts.announced(target.host, target.port, key, announcement)
  if (news === null) return
  const [added, retired] = [news.added.map(inWords), news.retired.map(inWords)]
  const answer = await questions.ask({
    ...{ kind: 'host-keys-announced', host: name, instanceName, added, retired },
  })
  if (answer !== 'trust' && answer !== 'never') return
  await knownHosts.takeOver(target.host, target.port, key, announcement, answer === 'never')
  log.info('host-keys.announced', { host: name, answer, added: added.length, retired: retired.length })
}

function inWords(blob: Buffer): { algorithm: string; fingerprint: string } {
  return { algorithm: wireReader(blob).text(), fingerprint: fingerprintSha256(blob) }
}
