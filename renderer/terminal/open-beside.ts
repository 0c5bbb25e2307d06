import { desktop } from '../api/desktop-port.js'

/** In a browser by a link that is in no document. The desktop app would ask about that once more. */
export function openBeside(address: string): void {
  const link = { href: address, target: '_blank', rel: 'noopener noreferrer' }
  if (desktop !== undefined) desktop.openLink(address)
  else Object.assign(document.createElement('a'), link).click()
}
