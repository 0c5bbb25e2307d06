import { expect } from '@playwright/test'
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

  await terminal.evaluate((element) => {
    for (const canvas of element.querySelectorAll('canvas'))
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()
  })
  await expect(terminal).toHaveAttribute('data-painter', 'dom')
  await expect.poll(() => terminalText(page)).toMatch(/^drawn 42$/m)
  await enter(page, 'echo "still $((40+3))"')
  await expect.poll(() => terminalText(page)).toMatch(/^still 43$/m)
})
