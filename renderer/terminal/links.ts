import type { IBufferRange, ILink, Terminal } from '@xterm/xterm'
import { lineAt, spansOf } from './lines.js'
import { isLinkTarget, type Link } from './link-facts.js'
import { plainLinks } from './plain-links.js'

/** What xterm.js keeps to itself: the links that are on lines it still has. */
interface LinkKeeper {
  _core?: { _oscLinkService?: { _dataByLinkId?: Map<number, unknown> } }
}

const OSC_LINK = 8
/** Links that a terminal may have at once: each holds memory, and a program can write one on every cell. */
const MAX_LINKS = 5000
/** Longer lines are no text that somebody clicks in. */
const MAX_LINE = 20_000

export interface LinkEvents {
  /** With Ctrl or Cmd held, the user has clicked on it. */
  onOpen(link: Link): void
  /** The mouse is over it, or over none. */
  onHover(link: Link | null, event: MouseEvent): void
}

export interface Links {
  /** The one under the mouse. */
  hovered(): Link | null
  /** Those on the screen, from the bottom up. */
  inSight(): Link[]
}

/**
 * Links that programs make (OSC 8), and addresses written out: only https and http, opened by Ctrl and a click, and not
 * even then without being asked. Others stay plain text.
 */
export function createLinks(term: Terminal, events: LinkEvents): Links {
  let hovered: Link | null = null
  const hover = (link: Link | null, event: MouseEvent) => {
    hovered = link
    events.onHover(link, event)
  }
  const open = (link: Link, event: MouseEvent) => {
    if (event.button === 0 && (event.ctrlKey || event.metaKey)) events.onOpen(link)
  }
  limitLinks(term)
  term.options.linkHandler = {
    activate: (event, target, range) => open({ target, text: textIn(term, range) }, event),
    hover: (event, target, range) => hover({ target, text: textIn(term, range) }, event),
    leave: (event) => hover(null, event),
  }
  term.registerLinkProvider({
    provideLinks: (row, answer) => answer(writtenOut(term, row - 1, open, hover)),
  })
  return { hovered: () => hovered, inSight: () => linksInSight(term) }
}

/** Answers xterm.js for it where it must not make a link: true takes the sequence out of its hands. */
function limitLinks(term: Terminal): void {
  term.parser.registerOscHandler(OSC_LINK, (data) => {
    const target = data.slice(data.indexOf(';') + 1)
    if (target === '') return false // the end of a link
    const kept = (term as unknown as LinkKeeper)._core?._oscLinkService?._dataByLinkId?.size ?? 0
    return kept >= MAX_LINKS || data.length > 4096 || !isLinkTarget(target)
  })
}

function writtenOut(
  term: Terminal,
  row: number,
  open: (link: Link, event: MouseEvent) => void,
  hover: (link: Link | null, event: MouseEvent) => void,
): ILink[] {
  const buffer = term.buffer.active
  const line = lineAt(buffer, row)
  if (line === null || line.text.length > MAX_LINE) return []
  return plainLinks(line.text).flatMap(({ target, index }) => {
    const spans = spansOf(buffer, line.first, index, index + target.length)
    const [first, last] = [spans[0], spans.at(-1)]
    if (first === undefined || last === undefined) return []
    const link = { target, text: target }
    return [
      {
        text: target,
        range: {
          start: { x: first.x + 1, y: first.row + 1 },
          end: { x: last.x + last.width, y: last.row + 1 },
        },
        activate: (event: MouseEvent) => open(link, event),
        hover: (event: MouseEvent) => hover(link, event),
        leave: (event: MouseEvent) => hover(null, event),
      },
    ]
  })
}

function textIn(term: Terminal, { start, end }: IBufferRange): string {
  const buffer = term.buffer.active
  let text = ''
  for (let row = start.y; row <= end.y; row++) {
    const from = row === start.y ? start.x - 1 : 0
    text += buffer.getLine(row - 1)?.translateToString(true, from, row === end.y ? end.x : term.cols) ?? ''
  }
  return text
}

function linksInSight(term: Terminal): Link[] {
  const buffer = term.buffer.active
  const links = new Map<string, Link>()
  for (let row = buffer.viewportY + term.rows - 1; row >= buffer.viewportY; row--) {
    const line = lineAt(buffer, row)
    if (line === null || line.first !== row || line.text.length > MAX_LINE) continue
    for (const { target } of plainLinks(line.text).reverse())
      if (!links.has(target)) links.set(target, { target, text: target })
  }
  return [...links.values()]
}
