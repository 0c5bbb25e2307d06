export interface LineEditor {
  /** Shows the prompt on a fresh line. */
  prompt(): void
  /**
   * Takes keys up to the end of a line. Answers that line (null: not yet complete) and the keys after it.
   * Ctrl-D on an empty line answers `exit`.
   */
  type(keys: string): [line: string | null, rest: string]
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: keys that start with ESC are the subject
const KEY = /^(\x1b\[[0-9;?]*[a-zA-Z~]|\x1bO.|\x1b.?|[\s\S])/u

/** What a terminal's line discipline and readline do, in short: echo, backspace, arrows, history, Ctrl-A C D E K L U W. */
export function createLineEditor(promptText: () => string, echo: (text: string) => void): LineEditor {
  const history: string[] = []
  let line: string[] = []
  let cursor = 0
  let recalled = 0

  /** Draws the line again and puts the cursor back. */
  function redraw(): void {
    const back = line.length - cursor
    echo(`\r\x1b[K${promptText()}${line.join('')}${back > 0 ? `\x1b[${back}D` : ''}`)
  }
  function replace(text: string): void {
    line = [...text]
    cursor = line.length
    redraw()
  }
  function recall(step: number): void {
    recalled = Math.min(Math.max(recalled + step, 0), history.length)
    replace(history[recalled] ?? '')
  }
  function erase(from: number, to: number): void {
    line.splice(from, to - from)
    cursor = from
    redraw()
  }
  function insert(key: string): void {
    line.splice(cursor, 0, key)
    cursor++
    if (cursor === line.length) echo(key)
    else redraw()
  }
  function move(to: number): void {
    cursor = Math.min(Math.max(to, 0), line.length)
    redraw()
  }
  function take(): string {
    const text = line.join('')
    line = []
    cursor = 0
    if (text.trim() !== '' && history.at(-1) !== text) history.push(text)
    recalled = history.length
    echo('\r\n')
    return text
  }
  const wordStart = () =>
    line
      .slice(0, cursor)
      .join('')
      .replace(/\S+\s*$/, '').length
  const actions: Record<string, () => void> = {
    '\x01': () => move(0),
    '\x05': () => move(line.length),
    '\x0b': () => erase(cursor, line.length),
    '\x0c': () => {
      echo('\x1b[2J\x1b[H')
      redraw()
    },
    '\x15': () => erase(0, cursor),
    '\x17': () => erase(wordStart(), cursor),
    '\x7f': () => erase(Math.max(cursor - 1, 0), cursor),
    '\b': () => erase(Math.max(cursor - 1, 0), cursor),
    '\x1b[A': () => recall(-1),
    '\x1b[B': () => recall(1),
    '\x1b[C': () => move(cursor + 1),
    '\x1b[D': () => move(cursor - 1),
    '\x1b[H': () => move(0),
    '\x1b[F': () => move(line.length),
    '\x03': () => {
      line = []
      cursor = 0
      echo(`^C\r\n${promptText()}`)
    },
  }

  return {
    prompt: () => echo(promptText()),
    type(keys) {
      for (let rest = keys; rest !== ''; ) {
        const key = KEY.exec(rest)?.[0] ?? rest
        rest = rest.slice(key.length)
        if (key === '\r' || key === '\n') return [take(), rest]
        if (key === '\x04' && line.length === 0) {
          line = [...'exit']
          return [take(), rest]
        }
        const action = Object.hasOwn(actions, key) ? actions[key] : undefined
        if (action) action()
        else if (key >= ' ' && !key.startsWith('\x1b')) insert(key)
      }
      return [null, '']
    },
  }
}
