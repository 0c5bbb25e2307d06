import { isUtf8Name, shownName } from '../../../contract/file-names.js'
import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'

/** Names that Windows keeps for devices, with any ending (Microsoft, "Naming Files, Paths, and Namespaces"). */
export const DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/** Whether a file of this computer can have the name; a server's word must not lead out of a folder. Throws `input-invalid`. */
export function requireLocalName(name: string, platform: string): void {
  const why = problemOfName(name, platform)
  if (why === null) return
  throw new LatchkeyError('input-invalid', `No file here can be called ${shownName(name)}: ${why}.`, {
    advice: 'Rename it on the server, then download it.',
  })
}

function problemOfName(name: string, platform: string): string | null {
  if (['', '.', '..'].includes(name) || /[/\0]/.test(name)) return told`it is no name of a file`
  if (platform !== 'linux' && !isUtf8Name(name)) return told`it is not in UTF-8`
  if (platform !== 'win32') return null
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses them
  if (/[<>:"\\|?*\x00-\x1f]/.test(name)) return told`Windows does not allow one of its signs`
  if (/[. ]$/.test(name)) return told`Windows drops a dot or blank at the end`
  return DEVICES.test(name) ? told`Windows keeps this name for a device` : null
}
