import type { IncomingMessage } from 'node:http'

/**
 * Whether a request was sent to us by a page of ours, or by no page at all.
 *
 * Host must be exactly ours, which stops DNS rebinding; rawHeaders, because Node keeps the first of two Host headers and
 * drops the other. An Origin that is there must be exactly ours, which stops pages of other sites and of other ports
 * of 127.0.0.1. `needsOrigin`: refuses a request without one too; browsers send it with every POST and upgrade.
 */
export function isOurs(request: IncomingMessage, authority: string, needsOrigin: boolean): boolean {
  const hosts = valuesOf(request, 'host')
  if (hosts.length !== 1 || hosts[0] !== authority) return false
  const origins = valuesOf(request, 'origin')
  if (origins.length === 0) return !needsOrigin
  return origins.length === 1 && origins[0] === `http://${authority}`
}

function valuesOf({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter((_, n) => n % 2 === 1 && rawHeaders[n - 1]?.toLowerCase() === name)
}
