import { plural, say, spoken } from '../../../contract/words/say.js'

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

/** How each ending is named: what it does to a binding, the button then, and without one; null: what goes is named. */
const namesOf: Record<Ending, () => { cuts: string; anyway: string; button: string | null }> = {
  window: () => ({
    cuts: say`Closing Latchkey cuts it off: an instance that was stopped for it stays stopped until you start it, here at the next start or in the cloud.`,
    anyway: say`Close all the same`,
    button: null,
  }),
  quit: () => ({
    cuts: say`Quitting Latchkey cuts it off: an instance that was stopped for it stays stopped until you start it, here at the next start or in the cloud.`,
    anyway: say`Quit all the same`,
    button: say`Quit Latchkey`,
  }),
  update: () => ({
    cuts: say`Latchkey ends for the new version, which cuts it off: an instance that was stopped for it stays stopped until you start it, here at the next start or in the cloud.`,
    anyway: say`Install all the same`,
    button: say`Install now`,
  }),
}

/** The question before the window goes, or all of Latchkey; null where nothing is lost. */
export function closingQuestion({
  terminals,
  bindings,
  forwards,
  by = 'window',
}: Lost): { message: string; detail: string; button: string } | null {
  if (terminals + bindings + forwards === 0) return null
  const { cuts, anyway, button } = namesOf[by]()
  const all = [
    bindings > 0 && say`${plural(bindings, 'One binding is under way', '# bindings are under way')}`,
    terminals > 0 && say`${plural(terminals, 'One terminal is open', '# terminals are open')}`,
    forwards > 0 && say`${plural(forwards, 'One forward is on', '# forwards are on')}`,
  ]
  return {
    message: `${listed(all.filter((words) => words !== false))}.`,
    detail: [
      ...(bindings > 0 ? [cuts] : []),
      ...(terminals > 0 ? [say`What runs in terminals ends, unless it runs in tmux or screen.`] : []),
      ...(forwards > 0 ? [say`What goes through a forward is cut off, and its port is closed.`] : []),
    ].join(' '),
    button: bindings > 0 ? anyway : (button ?? (terminals > 0 ? say`Close terminals` : say`Close forwards`)),
  }
}

/** The first word of the sentence alone has a capital. */
function listed([first = '', ...others]: string[]): string {
  const rest = others.map((words) => `${words.charAt(0).toLowerCase()}${words.slice(1)}`)
  return new Intl.ListFormat(spoken()).format([first, ...rest])
}
