import { say } from '../../contract/words/say.js'
import { byteText } from '../ui/byte-text.js'
import type { ClipboardNotice } from './clipboard.js'
import type { Pasting } from './paste-sender.js'

/** What is said where a large paste has ended in its middle: the connection was lost, or its terminal went to another window. */
export function pasteCut({ done, total }: Pasting): ClipboardNotice {
  return {
    text: say`The paste was cut off: at least ${byteText(done)} of ${byteText(total)} had gone to the server. Look at what has arrived before you paste the rest.`,
    tone: 'warn',
  }
}
