/** Nothing that was put off waits for longer. */
const AT_MOST_MS = 1000

/** Resolves when the window has nothing more to do, or after a second; in Safari, which can't tell, a little later. */
export function quietMoment(): Promise<unknown> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(resolve, { timeout: AT_MOST_MS })
    else setTimeout(resolve, 50)
  })
}
