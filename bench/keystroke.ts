import type { JSHandle, Page } from '@playwright/test'

/** Looked at in the page, once a frame. */
export type Shown = JSHandle<() => boolean>

/** Milliseconds of the window's own work from the browser's key event until `shown` is true, without the wait for a frame. */
export async function keystrokeWork(page: Page, key: string, shown: Shown): Promise<number> {
  const done = await shown.evaluateHandle((isShown) => {
    const time = new Promise<number>((resolve) => {
      const onKey = ({ timeStamp }: Event) => {
        const look = () => {
          if (!isShown()) return
          observer.disconnect()
          resolve(performance.now() - timeStamp)
        }
        const observer = new MutationObserver(look)
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
        setTimeout(look)
      }
      document.addEventListener('keydown', onKey, { once: true, capture: true })
    })
    return { time }
  })
  await page.keyboard.press(key === ' ' ? 'Space' : key)
  return done.evaluate(({ time }) => time)
}

/** Milliseconds from the browser's key event until the frame is painted in which `shown` is true. */
export async function keystroke(page: Page, key: string, shown: Shown): Promise<number> {
  const painted = await shown.evaluateHandle((isShown) => {
    const time = new Promise<number>((resolve) => {
      const onKey = ({ timeStamp }: Event) => {
        const frame = () => {
          if (!isShown()) return requestAnimationFrame(frame)
          const after = new MessageChannel()
          after.port1.onmessage = () => resolve(performance.now() - timeStamp)
          return after.port2.postMessage(null)
        }
        requestAnimationFrame(frame)
      }
      document.addEventListener('keydown', onKey, { once: true, capture: true })
    })
    return { time }
  })
  await page.keyboard.press(key === ' ' ? 'Space' : key)
  return painted.evaluate(({ time }) => time)
}

/** The table of this name has so many rows. */
export function tableHas(page: Page, table: string, rows: number): Promise<Shown> {
  return page.evaluateHandle(
    ({ table, rows }) =>
      () => {
        const grid = document.querySelector(`main [role="grid"][aria-label="${table}"]`)
        if (grid === null) return rows === 0
        const drawn = grid.querySelectorAll('[role="row"][data-index]').length
        return grid.getAttribute('aria-rowcount') === String(rows + 1) && drawn >= Math.min(rows, 15)
      },
    { table, rows },
  )
}

export interface Stroke {
  key: string
  /** What the filter says after it. */
  text: string
}

/** Each key of a word, then each taken back. */
export function strokesOf(word: string): Stroke[] {
  const texts = Array.from(word, (_char, at) => word.slice(0, at + 1))
  const back = texts.map((_text, at) => word.slice(0, word.length - 1 - at))
  return [
    ...texts.map((text, at) => ({ key: word.charAt(at), text })),
    ...back.map((text) => ({ key: 'Backspace', text })),
  ]
}
