const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i

/** An address as users type it and tools write it: without quotes around it, with `https://` where it has no scheme. */
export function fullAddress(typed: string): string {
  const text = typed
    .trim()
    .replace(/^["'`“”‘’]+|["'`“”‘’]+$/g, '')
    .trim()
  return SCHEME.test(text) ? text : `https://${text}`
}

/**
 * The URL that is meant. Null where it is none, or names no host that could be: `https:/c` and `https//c` would be
 * looked up as a host named https.
 */
export function typedUrl(typed: string): URL | null {
  const full = fullAddress(typed)
  if (!URL.canParse(full)) return null
  const url = new URL(full)
  const isHost = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/i.test(url.hostname) && !/^https?$/i.test(url.hostname)
  return isHost || !/^https?:$/.test(url.protocol) ? url : null
}
