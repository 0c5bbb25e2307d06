/** `export OS_X="y"` of bash, `$env:OS_X = "y"` of PowerShell, `setenv OS_X y` of csh, `set -gx OS_X y` of fish. */
const ASSIGNMENT =
  /(?:^|[\s;])(?:(?:export\s+|\$[Ee][Nn][Vv]:)?(?<name>OS_[A-Z0-9_]+)(?:=|\s+=\s+)|(?:setenv|set(?:\s+-\S+)+)\s+(?<named>OS_[A-Z0-9_]+)[^\S\r\n]+)(?<value>(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|\$\{[^}]*\}|[^\s;'"\\])*)/g

/** `set OS_X=y z` and `set "OS_X=y z"` of cmd, where a value goes on to the end of the command. */
const CMD =
  /(?:^|&)\s*@?[Ss][Ee][Tt]\s+(?:"(?<quotedName>OS_[A-Z0-9_]+)=(?<quoted>.*?)"\s*(?=&|$)|(?<name>OS_[A-Z0-9_]+)=(?<value>(?:\^.|"[^"]*"|[^&|<>^])*))/g

/** Comments, and what asks, prints, tests or takes away. */
const OTHER = /^\s*(#|::|@?rem\b|@?echo\b|if\b|read\b|unset(env)?\b|@?set\s+\/[ap]\b)/i

const PIECE =
  /'(?<single>[^']*)'|"(?<double>(?:\\.|[^"\\])*)"|\\(?<escaped>.)|(?<bare>(?:\$\{[^}]*\}|[^'"\\])+)/g

/** What a shell fills in, and what it would have to run or to know more for. */
const REFERENCE =
  /\\(?<sign>[$"`\\])|\$\{(?<braced>\w+)(?::?-(?<fallback>[^}$`\\]*))?\}|\$(?<plain>[A-Za-z_]\w*)|\$\{|\$\(|`/g

/**
 * The variables that an openrc file sets, without `OS_` and in lower case. One that is asked for when the file runs
 * (`read -sr OS_PASSWORD_INPUT`) is left out. The path of an authority is only told, and may be of what the shell knows.
 */
export function readOpenrc(text: string): Record<string, string> {
  const found = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    if (OTHER.test(line)) continue
    for (const [name, value, sent] of assigned(line, found)) {
      if (value !== null) found.set(name, value)
      else if (name === 'OS_CACERT') found.set(name, withoutQuotes(sent))
      else found.delete(name)
    }
  }
  const values = [...found].map(([name, value]) => [name.replace(/^OS_/, '').toLowerCase(), value])
  return regionsNamed(Object.fromEntries(values))
}

function regionsNamed(values: Record<string, string>): Record<string, string> {
  return values.region_name ? { ...values, regions: values.region_name } : values
}

/** One after the other: a later one may refer to what an earlier one set. */
function* assigned(
  line: string,
  known: ReadonlyMap<string, string>,
): Generator<[name: string, value: string | null, sent: string]> {
  const ofCmd = [...line.matchAll(CMD)]
  for (const { groups = {} } of ofCmd) {
    const bare = groups.value?.replace(/\^(.)/g, '$1')
    const sent = groups.quoted ?? withoutQuotes(bare ?? '')
    yield [groups.quotedName ?? groups.name ?? '', expanded(sent, known), sent]
  }
  if (ofCmd.length > 0) return
  for (const { groups = {} } of line.matchAll(ASSIGNMENT)) {
    const sent = groups.value ?? ''
    yield [groups.name ?? groups.named ?? '', unquoted(sent, known), sent]
  }
}

/** The value as cmd would have it; null where it refers to what the file does not set. */
function expanded(text: string, known: ReadonlyMap<string, string>): string | null {
  const missing: string[] = []
  const value = text.replace(/%%|%([A-Za-z_]\w*)%/g, (_, name?: string) => {
    if (name === undefined) return '%'
    if (!known.has(name)) missing.push(name)
    return known.get(name) ?? ''
  })
  return missing.length > 0 ? null : value
}

const withoutQuotes = (text: string) => text.trim().replace(/^(["'])(.*)\1$/, '$2')

/** The value as the shell would have it; null where it refers to what the file does not set. */
function unquoted(text: string, known: ReadonlyMap<string, string>): string | null {
  const pieces = [...text.matchAll(PIECE)].map(({ groups = {} }) => {
    const { single, double, escaped, bare } = groups
    if (bare?.startsWith('(')) return null
    return single ?? escaped ?? filled(double ?? bare ?? '', known)
  })
  return pieces.includes(null) ? null : pieces.join('')
}

function filled(text: string, known: ReadonlyMap<string, string>): string | null {
  let isWhole = true
  const value = text.replace(REFERENCE, (...match) => {
    const { sign, braced, plain, fallback }: Record<string, string | undefined> = match.at(-1)
    const given = sign ?? known.get(braced ?? plain ?? '')
    if (given === undefined && fallback === undefined) isWhole = false
    return given || withoutQuotes(fallback ?? '')
  })
  return isWhole ? value : null
}
