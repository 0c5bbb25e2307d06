import { IconArrowsLeftRight, IconExternalLink } from '@tabler/icons-react'
import type { Forward } from '../../../contract/forwards.js'
import { say } from '../../../contract/words/say.js'
import type { PaletteItem } from '../palette/palette-item.js'
import { routeText, runs, stateWords, webAddress } from './forward-words.js'

const words = say`forward tunnel port proxy start stop`

interface Acts {
  /** Starts it, or stops it. */
  toggle: (forward: Forward) => Promise<void>
  /** Asks whether to open it in a browser. */
  browse: (forward: Forward) => void
  show: () => void
}

/** The forwards as the palette has them: Enter starts and stops them; those that lead to a web page can be opened too. */
export function forwardItems(forwards: readonly Forward[], { toggle, browse, show }: Acts): PaletteItem[] {
  return forwards.flatMap((forward) => {
    const { id, options, instanceName } = forward
    const route = routeText(forward)
    const { word } = stateWords(forward)
    const address = webAddress(forward)
    const item: PaletteItem = {
      id: `forward ${id}`,
      kind: 'forward',
      title: options.name || route,
      facts: [options.name && route, word].filter(Boolean).join('  '),
      haystack: [options.name, route, instanceName, word, words].join('\n').toLowerCase(),
      icon: IconArrowsLeftRight,
      does: runs(forward) ? say`Stop` : say`Start`,
      run: () => toggle(forward),
      details: show,
    }
    if (address === null) return [item]
    const open: PaletteItem = {
      ...item,
      id: `forward ${id} open`,
      title: address,
      facts: [options.name, route].filter(Boolean).join('  '),
      haystack: `${item.haystack}\nopen ${address} browser web\n${say`Open`}`.toLowerCase(),
      icon: IconExternalLink,
      does: say`Open`,
      run: () => browse(forward),
    }
    return [item, open]
  })
}
