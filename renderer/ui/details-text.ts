import type { ErrorInfo } from '../../contract/errors.js'
import { redactText } from '../../contract/redact.js'
import { say } from '../../contract/words/say.js'
import { hear } from '../words/language.js'

/**
 * What "Copy details" puts on the clipboard: everything that is known, one fact a line. Once more without what may be a
 * secret, wherever the words came from.
 */
export function detailsText({ message, advice, code, incident, detail }: ErrorInfo, about?: string): string {
  const lines = [
    about === undefined || about === '' ? hear(message) : `${about}: ${hear(message)}`,
    hear(advice),
    say`Code: ${code}`,
    incident === undefined ? undefined : say`Incident: ${incident}`,
    detail,
  ]
  return redactText(lines.filter((line) => line !== undefined).join('\n'))
}
