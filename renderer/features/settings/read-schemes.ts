import { say } from '../../../contract/words/say.js'
import { MAX_FILE_CHARACTERS, type SchemeFile } from './scheme-file.js'
import { readItermColours } from './scheme-iterm.js'
import { readWindowsTerminal } from './scheme-windows.js'

/** Reads the colour schemes of a file: iTerm2's (.itermcolors) or Windows Terminal's (.json). `name` is the file's. */
export function readSchemeFile(name: string, text: string): SchemeFile {
  if (text.length > MAX_FILE_CHARACTERS)
    return { problem: say`${name} is too large to be a file of colours.` }
  const content = text.replace(/^\uFEFF/, '').trimStart()
  if (content === '') return { problem: say`${name} is empty.` }
  return content.startsWith('<') ? readItermColours(name, content) : readWindowsTerminal(name, content)
}
