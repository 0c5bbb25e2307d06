/** Names of fields whose values never go into a log, compared without case, `-` and `_`. */
const secretNames =
  /^(password|passphrase|secret|secretkey|privatekey|apikey|token|signature|authorization|cookie)$/

const pemBlock = /-----BEGIN [^-]+-----[\s\S]*?(-----END [^-]+-----|$)/g
const puttyPrivate = /Private-Lines:[\s\S]*/g
const assignment =
  /\b(password|passphrase|secret|secret_?key|private_?key|api_?key|token|signature)(=|":\s*")([^&\s"]+)/gi

const MAX_DEPTH = 6
const MAX_TEXT = 4000

/** The text without PEM blocks, PuTTY private lines and `apiKey=…`-like assignments, at most 4,000 characters. */
export function redactText(text: string): string {
  return text
    .replace(pemBlock, '[redacted key]')
    .replace(puttyPrivate, '[redacted key]')
    .replace(assignment, '$1$2[redacted]')
    .slice(0, MAX_TEXT)
}

/** A copy fit for a log: plain JSON values, secrets replaced, buffers named by their size, errors with their causes. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value
  if (depth > MAX_DEPTH) return '[too deep]'
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return redactEntries(value instanceof Error ? errorFields(value) : value, depth)
}

function redactEntries(value: object, depth: number): object {
  const entries = Object.entries(value).map(([name, field]) => [
    name,
    isSecretName(name) ? '[redacted]' : redact(field, depth + 1),
  ])
  return Object.fromEntries(entries)
}

function isSecretName(name: string): boolean {
  return secretNames.test(name.toLowerCase().replace(/[-_]/g, ''))
}

function errorFields(error: Error): object {
  const { name, message, stack, cause } = error
  return { ...error, name, message, stack, ...(cause === undefined ? {} : { cause }) }
}
