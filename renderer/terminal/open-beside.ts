import { mayOpenOutside } from '../../contract/outside.js'
import { desktop } from '../api/desktop-port.js'

/** Whether an address is opened in the browser at all; else it is shown to be copied. */
export const mayOpen = (address: string): boolean => URL.canParse(address) && mayOpenOutside(new URL(address))

/** In a browser by a link that is in no document. The desktop app would ask about that once more. */
export function openBeside(address: string): void {
  if (!mayOpen(address)) return
  const link = { href: address, target: '_blank', rel: 'noopener noreferrer' }
  if (desktop !== undefined) desktop.openLink(address)
  else Object.assign(document.createElement('a'), link).click()
}
