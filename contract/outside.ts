import { hostOfUrl, isLoopback } from './loopback.js'

/**
 * Whether an address, by its `URL.protocol` and `URL.hostname`, may be opened in the browser: what is encrypted, and what
 * never leaves this computer, as the near end of a forward. Others are copied: whoever wants to go there does so knowingly.
 */
export function mayOpenOutside({ protocol, hostname }: { protocol: string; hostname: string }): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostOfUrl({ hostname })))
}
