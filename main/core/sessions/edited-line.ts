/** Longer lines are handed over in pieces. */
const MAX_LINE = 16_384
/** The widest terminal has as many columns. */
const MAX_COUNT = 1000
/** Shorter than any screen is wide: what a shell wraps is longer. */
const WRAPPED = 20

/** A line of a terminal while it is being written, with what shells do to it while somebody types. */
export interface EditedLine {
  put(text: string): void
  /** One control character. */
  control(character: string): void
  /** CSI with its parameters and final character. */
  sequence(parameters: string, final: string): void
  /** Hands over what there is as a line, if there is something. */
  finish(): void
}

/** `emit` gets lines with their ends, and pieces of very long ones. */
export function createEditedLine(emit: (text: string) => void): EditedLine {
  let line = ''
  let column = 0
  let returned = false

  function end(): void {
    emit(`${line.trimEnd()}\n`)
    line = ''
    column = 0
    returned = false
  }
  /** A shell goes on in the next row by a blank and a carriage return: that is no way back. */
  function goBack(): void {
    const wraps = column === line.length && line.length >= WRAPPED && line.endsWith(' ')
    if (wraps) line = line.slice(0, -1)
    column = wraps ? line.length : 0
    returned = false
  }
  function toStart(): void {
    if (returned) column = 0
    returned = false
  }
  const edits: Record<string, (count: number) => void> = {
    P: (count) => {
      line = line.slice(0, column) + line.slice(column + count)
    },
    '@': (count) => {
      // What is pushed out at the end is gone, as on a screen: a hostile program would fill the memory with it.
      line = (line.slice(0, column) + ' '.repeat(count) + line.slice(column)).slice(0, MAX_LINE)
    },
    C: (count) => {
      column = Math.min(line.length, column + count)
    },
    D: (count) => {
      column = Math.max(0, column - count)
    },
  }
  return {
    put(text) {
      if (returned) goBack()
      line = line.slice(0, column) + text + line.slice(column + text.length)
      column += text.length
      if (line.length <= MAX_LINE) return
      emit(line)
      line = ''
      column = 0
    },
    control(character) {
      if (character === '\n') end()
      else if (character === '\r') returned = true
      else if (character === '\b') column = Math.max(0, column - 1)
      else if (character === '\t') this.put('\t')
    },
    sequence(parameters, final) {
      if (final in edits || final === 'K') toStart()
      edits[final]?.(Math.min(Number.parseInt(parameters, 10) || 1, MAX_COUNT))
      if (final === 'K' && /^0?$/.test(parameters)) line = line.slice(0, column)
      if ('HJf'.includes(final) && column === line.length) this.finish()
    },
    finish() {
      if (line !== '') end()
    },
  }
}
