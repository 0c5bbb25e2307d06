/** Whether only programs on the computer itself reach what listens at this name or address. */
export function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** The host of a URL, an IPv6 address without its brackets. */
export function hostOfUrl({ hostname }: { hostname: string }): string {
  return hostname.replace(/^\[|\]$/g, '')
}
