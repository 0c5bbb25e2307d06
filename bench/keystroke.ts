import type { Page } from '@playwright/test'

/** Milliseconds from the browser's key event until the frame is painted in which the table of this name has so many rows. */
export async function keystroke(page: Page, table: string, key: string, rows: number): Promise<number> {
  const painted = await page.evaluateHandle(
    ({ table, rows }) => {
      const shown = () => {
        const grid = document.querySelector(`main [role="grid"][aria-label="${table}"]`)
        if (grid === null) return rows === 0
        const drawn = grid.querySelectorAll('[role="row"][data-index]').length
        return grid.getAttribute('aria-rowcount') === String(rows + 1) && drawn >= Math.min(rows, 15)
      }
      const time = new Promise<number>((resolve) => {
        const onKey = ({ timeStamp }: Event) => {
          const frame = () => {
            if (!shown()) return requestAnimationFrame(frame)
            const after = new MessageChannel()
            after.port1.onmessage = () => resolve(performance.now() - timeStamp)
            return after.port2.postMessage(null)
          }
          requestAnimationFrame(frame)
        }
        document.addEventListener('keydown', onKey, { once: true, capture: true })
      })
      return { time }
    },
    { table, rows },
  )
  await page.keyboard.press(key === ' ' ? 'Space' : key)
  return painted.evaluate(({ time }) => time)
}
