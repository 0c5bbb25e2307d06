/** One line of a CSV file (RFC 4180), with its CRLF: comma, and quotes where they are needed. */
export function csvLine(values: readonly string[]): string {
  return `${values.map(csvValue).join(',')}\r\n`
}

/** Most values: nothing in them needs a second look. */
const plain = /^(?:[\w/][\w .:/@+()'-]*)?$/

/**
 * A value as it may stand in CSV. What a spreadsheet would take for a formula gets an apostrophe before it, also behind
 * blanks (OWASP, CSV injection): names and comments come from whoever can write in a cloud or on a server.
 */
function csvValue(value: string): string {
  if (plain.test(value)) return value
  // The wide forms too, which spreadsheets of East Asia take for the same signs.
  const harmless = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
