/** What would be cut off if Latchkey ended now. */
export interface UnderWay {
  terminals: number
  bindings: number
  /** Those that are up. */
  forwards: number
}

/** By what it would be cut off: a window that is closed, Latchkey that is quit, or a new version that is installed. */
export type Ending = 'window' | 'quit' | 'update'

/** The same with what cuts it off; a window, where nothing is said. */
export interface Lost extends UnderWay {
  by?: Ending
}

/** What goes with a window: terminals alone, where Latchkey goes on without it. */
export function lostWith(underWay: UnderWay, goesOn: boolean): Lost {
  return goesOn ? { ...underWay, bindings: 0, forwards: 0 } : underWay
}

/** What goes with all of Latchkey. */
export function lostBy(by: Ending, underWay: UnderWay): Lost {
  return { ...underWay, by }
}

/** How each ending is named: in the sentence about bindings, and on the button. `null`: the button names what goes. */
const namesOf: Record<Ending, { cuts: string; verb: string; button: string | null }> = {
  window: { cuts: 'Closing Latchkey cuts it off', verb: 'Close', button: null },
  quit: { cuts: 'Quitting Latchkey cuts it off', verb: 'Quit', button: 'Quit Latchkey' },
  update: {
    cuts: 'Latchkey ends for the new version, which cuts it off',
    verb: 'Install',
    button: 'Install now',
  },
}

/** The question before the window goes, or all of Latchkey; null where nothing is lost. */
export function closingQuestion({
  terminals,
  bindings,
  forwards,
  by = 'window',
}: Lost): { message: string; detail: string; button: string } | null {
  if (terminals + bindings + forwards === 0) return null
  const open = counted(terminals, 'terminal is open', 'terminals are open')
  const on = counted(forwards, 'forward is on', 'forwards are on')
  const running = counted(bindings, 'binding is under way', 'bindings are under way')
  const { cuts, verb, button } = namesOf[by]
  return {
    message: `${listed([running, open, on].filter((words) => words !== null))}.`,
    detail: [
      ...(bindings > 0
        ? [
            `${cuts}: an instance that was stopped for it stays stopped until you start it, here at the next start or in the cloud.`,
          ]
        : []),
      ...(terminals > 0 ? ['What runs in terminals ends, unless it runs in tmux or screen.'] : []),
      ...(forwards > 0 ? ['What goes through a forward is cut off, and its port is closed.'] : []),
    ].join(' '),
    button:
      bindings > 0
        ? `${verb} all the same`
        : (button ?? (terminals > 0 ? 'Close terminals' : 'Close forwards')),
  }
}

/** The first word of the sentence alone has a capital. */
function listed([first = '', ...others]: string[]): string {
  const rest = others.map((words) => words.replace(/^One/, 'one'))
  const last = rest.pop()
  return last === undefined ? first : `${[first, ...rest].join(', ')}, and ${last}`
}

function counted(count: number, one: string, many: string): string | null {
  if (count === 0) return null
  return count === 1 ? `One ${one}` : `${count} ${many}`
}
