/** What Latchkey is packed for. macOS gets one app for both processors, made out of the two. */
export interface Target {
  os: 'linux' | 'win32' | 'darwin'
  cpu: 'x64' | 'arm64'
}

export type System = Target['os']

export const systems: System[] = ['linux', 'win32', 'darwin']

export const targets: Target[] = systems.flatMap((os) => [
  { os, cpu: 'x64' as const },
  { os, cpu: 'arm64' as const },
])

export function nameOf({ os, cpu }: Target): string {
  return `${os}-${cpu}`
}
