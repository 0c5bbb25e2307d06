import type { SshTarget } from './ssh.js'

/** `user@host`, or `user@host:port` where it is not 22. */
export function targetText({ host, port, user }: SshTarget): string {
  const at = port === 22 ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`
  return `${user}@${at}`
}
