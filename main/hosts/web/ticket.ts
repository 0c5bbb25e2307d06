import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Who may come in: tickets, each good once and for a short time, and the token of this run that they buy. */
export interface Tickets {
  /** A new ticket, good once within `lifeMs`: 256 random bits in base64url. */
  issue(lifeMs: number): string
  /** This run's token for a good ticket, which is used up by it; null for any other. */
  redeem(ticket: string): string | null
  isToken(token: string): boolean
}

/** A new token and no tickets. `now`: milliseconds since the epoch. */
export function createTickets(now: () => number = Date.now): Tickets {
  const token = randomSecret()
  const open = new Map<string, number>()

  return {
    issue(lifeMs) {
      for (const [old, expiresAt] of open) if (expiresAt < now()) open.delete(old)
      const ticket = randomSecret()
      open.set(ticket, now() + lifeMs)
      return ticket
    },
    redeem(ticket) {
      const found = [...open.keys()].find((one) => sameSecret(one, ticket))
      const expiresAt = found === undefined ? undefined : open.get(found)
      if (found === undefined || expiresAt === undefined) return null
      open.delete(found)
      return expiresAt >= now() ? token : null
    },
    isToken: (given) => sameSecret(given, token),
  }
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** In a time that doesn't tell how much of it was right: digests have one length whatever was given. */
function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
