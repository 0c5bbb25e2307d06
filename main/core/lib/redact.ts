import { redactText } from '../../../contract/redact.js'

/** Names of fields whose values never go into a log, compared without case, `-` and `_`. */
const secretNames =
  /^(password|passphrase|secret|secretkey|privatekey|apikey|token|signature|authorization|cookie)$/

const MAX_DEPTH = 6

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
