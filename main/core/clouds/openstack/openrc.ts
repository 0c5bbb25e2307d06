/** `export OS_X="y"` of bash, `set OS_X=y` of cmd, `$env:OS_X = "y"` of PowerShell. */
const ASSIGNMENT =
  /(?:^|[\s;])(?:export\s+|set\s+|\$[Ee][Nn][Vv]:)?(?<name>OS_[A-Z0-9_]+)(?:=|\s+=\s+)(?<value>(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s;'"\\])*)/g

const PIECE = /'(?<single>[^']*)'|"(?<double>(?:\\.|[^"\\])*)"|\\(?<escaped>.)|(?<bare>[^'"\\]+)/g

/**
 * The variables that an openrc file sets, without `OS_` and in lower case. One that is asked for when the file runs
 * (`read -sr OS_PASSWORD_INPUT`) is left out.
 */
export function readOpenrc(text: string): Record<string, string> {
  const found = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#|@?rem\b|echo\b|if\b|read\b|unset\b)/i.test(line)) continue
    for (const { groups = {} } of line.matchAll(ASSIGNMENT)) {
      const value = unquoted(groups.value ?? '', found)
      if (value === null) found.delete(groups.name ?? '')
      else found.set(groups.name ?? '', value)
    }
  }
  const values = [...found].map(([name, value]) => [name.replace(/^OS_/, '').toLowerCase(), value])
  return regionsNamed(Object.fromEntries(values))
}

function regionsNamed(values: Record<string, string>): Record<string, string> {
  return values.region_name ? { ...values, regions: values.region_name } : values
}

/** The value as the shell would have it; null where it refers to what the file does not set. */
function unquoted(text: string, known: ReadonlyMap<string, string>): string | null {
  const missing: string[] = []
  const filled = (piece: string) =>
    piece.replace(/\\([$"`\\])|\$\{?([A-Za-z_]\w*)\}?|`|\$\(/g, (all, sign?: string, name = all) => {
      if (sign !== undefined) return sign
      if (!known.has(name)) missing.push(name)
      return known.get(name) ?? ''
    })
  const pieces = [...text.matchAll(PIECE)].map(({ groups = {} }) => {
    const { single, double, escaped, bare } = groups
    return single ?? escaped ?? filled(double ?? bare ?? '')
  })
  return missing.length > 0 ? null : pieces.join('')
}
