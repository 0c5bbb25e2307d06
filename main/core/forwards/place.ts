export interface Target {
  host: string
  port: number
}

/** `host:port`, with brackets where they are needed. */
export function placeText({ host, port }: Target): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
