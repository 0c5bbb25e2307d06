/** What would be cut off if Latchkey ended now. */
export interface UnderWay {
  terminals: number
  bindings: number
}

/** The question before the window goes; null where nothing is lost. */
export function closingQuestion({
  terminals,
  bindings,
}: UnderWay): { message: string; detail: string; button: string } | null {
  if (terminals === 0 && bindings === 0) return null
  const open = counted(terminals, 'terminal is open', 'terminals are open')
  const running = counted(bindings, 'binding is under way', 'bindings are under way')
  return {
    message: `${[running, open].filter((words) => words !== null).join(', and ')}.`,
    detail: [
      ...(bindings > 0
        ? [
            'Closing Latchkey cuts it off: an instance that was stopped for it stays stopped until you start it, here at the next start or in the cloud.',
          ]
        : []),
      ...(terminals > 0 ? ['What runs in terminals ends, unless it runs in tmux or screen.'] : []),
    ].join(' '),
    button: bindings > 0 ? 'Close all the same' : 'Close terminals',
  }
}

function counted(count: number, one: string, many: string): string | null {
  if (count === 0) return null
  return count === 1 ? `One ${one}` : `${count} ${many}`
}
