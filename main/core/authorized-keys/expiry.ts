const HOUR_MS = 60 * 60 * 1000

/** Where on Earth the day begins first and last: sshd reads a time without `Z` in its own zone, which is not known here. */
const EARLIEST_ZONE_HOURS = 14
const LATEST_ZONE_HOURS = -12

export interface Expiry {
  /** In milliseconds since the epoch: before it the line opens, wherever the server is. */
  earliest: number
  /** From then on it opens nowhere. */
  latest: number
}

/**
 * When a line with these options stops opening (sshd(8), `expiry-time`), the options as they stand before the key's type;
 * null where it doesn't. Of several times the first counts. A time that sshd can't read makes it refuse the whole line.
 */
export function expiryOf(options: string): Expiry | null {
  const times = optionsIn(options).flatMap((option) => {
    const value = /^expiry-time="(.*)"$/i.exec(option)?.[1]
    return value === undefined ? [] : [readTime(value) ?? never]
  })
  if (times.length === 0) return null
  return {
    earliest: Math.min(...times.map(({ earliest }) => earliest)),
    latest: Math.min(...times.map(({ latest }) => latest)),
  }
}

/** Whether a line with these options surely opens at `now`. */
export function isOpen(options: string, now: number): boolean {
  const expiry = expiryOf(options)
  return expiry === null || expiry.earliest > now
}

/** Whether a line with these options opens nothing at `now`, wherever the server is. */
export function isExpired(options: string, now: number): boolean {
  const expiry = expiryOf(options)
  return expiry !== null && expiry.latest <= now
}

const never: Expiry = { earliest: 0, latest: 0 }

/** Split at the commas outside quotes. */
function optionsIn(options: string): string[] {
  return options.match(/(?:[^",]|"(?:\\"|[^"])*")+/g) ?? []
}

/** `YYYYMMDD[Z]` or `YYYYMMDDHHMM[SS][Z]`. */
function readTime(text: string): Expiry | null {
  const match = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z)?$/.exec(text)
  if (match === null) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone] = match
  const asUtc = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(asUtc)) return null
  if (zone !== undefined) return { earliest: asUtc, latest: asUtc }
  return {
    earliest: asUtc - EARLIEST_ZONE_HOURS * HOUR_MS,
    latest: asUtc - LATEST_ZONE_HOURS * HOUR_MS,
  }
}
