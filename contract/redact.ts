/* What must not leave Latchkey in a text: into a log, to the window, onto the clipboard. */

const pemBlock = /-----BEGIN [^-]+-----[\s\S]*?(-----END [^-]+-----|$)/g
const puttyPrivate = /Private-Lines:[\s\S]*/g
const assignment =
  /\b(password|passphrase|secret|secret_?key|private_?key|api_?key|token|signature)(=|":\s*")([^&\s"]+)/gi

const header = /\b((?:proxy-)?authorization|(?:set-)?cookie|x-(?:auth|subject)-token)\s*:.*/gi
const bearer = /\bBearer\s+[\w.~+/-]+=*/gi
const ageIdentity = /AGE-SECRET-KEY-1[0-9A-Z]+/gi
const passwordInAddress = /(\b[a-z][\w+.-]*:\/\/[^\s/:@]+:)[^\s/@]+(?=@)/gi

const MAX_TEXT = 4000

/**
 * The text without PEM blocks, PuTTY private lines, age identities, `apiKey=…`-like assignments, headers that let somebody in
 * and passwords in addresses, at most 4,000 characters.
 */
export function redactText(text: string): string {
  return text
    .replace(pemBlock, '[redacted key]')
    .replace(puttyPrivate, '[redacted key]')
    .replace(assignment, '$1$2[redacted]')
    .replace(header, '$1: [redacted]')
    .replace(bearer, 'Bearer [redacted]')
    .replace(ageIdentity, '[redacted key]')
    .replace(passwordInAddress, '$1[redacted]')
    .slice(0, MAX_TEXT)
}
