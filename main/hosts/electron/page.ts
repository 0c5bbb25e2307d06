import type { CustomScheme, Protocol } from 'electron'
import type { WindowFiles } from '../../window/files.js'
import { securityHeaders } from '../../window/security-headers.js'
import { PAGE, SCHEME } from './security.js'

/** To be registered before Electron is ready. `secure` and `standard` make it a normal origin with a normal policy. */
export const pageScheme: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
}

/** Serves the built window under `app://latchkey/`, and nothing else. */
export function servePage(protocol: Pick<Protocol, 'handle'>, files: WindowFiles): void {
  protocol.handle(SCHEME, (request) => answer(request, files))
}

/** The built file at an `app://latchkey/` address, or 404 for anything else. */
export function answer({ method, url }: Pick<Request, 'method' | 'url'>, files: WindowFiles): Response {
  const path = url.startsWith(PAGE) ? url.slice(PAGE.length - 1) : ''
  const file = method === 'GET' ? files.get(path) : undefined
  if (file === undefined)
    return new Response('There is nothing here.', { status: 404, headers: securityHeaders() })
  return new Response(new Uint8Array(file.body), {
    headers: { ...securityHeaders(), 'Content-Type': file.type, 'Cache-Control': 'no-store' },
  })
}
