import { expect, type Locator } from '@playwright/test'
import { test, webOnly } from './latchkey.js'
import { bindFirstKey, enter, goTo, terminalText } from './steps.js'

webOnly('the switches that give WebGL and take it away are those of a browser')

test.use({ chromiumArgs: ['--enable-unsafe-swiftshader'] })

test('is drawn with WebGL where there is one, and goes on with the DOM when it is lost', async ({
  page,
  lab,
}) => {
  await bindFirstKey(page, lab, 'web-1')
  await goTo(page, 'Instances')
  await page.getByRole('button', { name: 'Connect to web-1' }).click()
  const terminal = page.locator('[data-painter]')
  await expect(terminal).toHaveAttribute('data-painter', 'webgl')
  await expect(page.getByRole('tab', { name: /web-1.*, connected/ })).toBeVisible()
  await enter(page, 'echo "drawn $((40+2))"')

  expect(await secondsUntilDom(terminal)).toBeLessThan(1)
  await expect.poll(() => terminalText(page)).toMatch(/^drawn 42$/m)
  await enter(page, 'echo "still $((40+3))"')
  await expect.poll(() => terminalText(page)).toMatch(/^still 43$/m)
})

/** How long a terminal is blank whose WebGL is taken away: until the DOM paints it. Without our help xterm.js waits three seconds. */
function secondsUntilDom(terminal: Locator): Promise<number> {
  return terminal.evaluate(async (element) => {
    let lostAt = 0
    // On its way to the terminal, before anybody there hears of it.
    document.addEventListener('webglcontextlost', () => (lostAt = performance.now()), { capture: true })
    const painted = new Promise<number>((resolve) => {
      const watcher = new MutationObserver(() => resolve(performance.now()))
      watcher.observe(element, { attributeFilter: ['data-painter'] })
    })
    for (const canvas of element.querySelectorAll('canvas'))
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()
    const seconds = ((await painted) - lostAt) / 1000
    if ((element as HTMLElement).dataset.painter !== 'dom') throw new Error('The DOM does not paint it.')
    return seconds
  })
}
