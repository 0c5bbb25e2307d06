import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { partsOf } from '../../contract/words/message.js'
import { readPo, writePo } from '../../scripts/words/po.js'
import { moduleOf } from '../../scripts/words/vite-words.js'
import { test, webOnly } from './latchkey.js'
import { addLabAccountByHand, goTo, makeSealedVaultByHand } from './steps.js'

webOnly('The words are the same in the desktop window; only here a test can hand the page others.')

/** What is the same in all languages, or is not said by Latchkey: names, examples, keys of the keyboard. */
const NAMES =
  /^(Latchkey|English|Русский|Ed25519|ECDSA.*|RSA.*|SHA256.*|MD5.*|JetBrains Mono|CloudStack|Lab|lab|Frankfurt \d|Mumbai \d|Other Linux.*|[a-z]+(-[a-z\d]+)+|.*\.(pem|age|example\.com).*|~\/\.ssh.*|[\d.,: ]+|.*[@/\\=].*)$/

test('all that the sections say is in the catalogue, and longer words have room', async ({ page }) => {
  await makeSealedVaultByHand(page)
  await addLabAccountByHand(page)
  await page.route(/\/assets\/ru-[\w-]+\.js$/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: moduleOf(pseudoCatalogue()) }),
  )
  await goTo(page, 'Keys')
  await goTo(page, 'Settings')
  await page.getByLabel('Language').selectOption('Русский')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru')

  for (const [section, ready] of [
    ['Keys', 'There is no key pair yet.'],
    ['Accounts', 'Add account'],
    ['Map', 'Keys on the map'],
    [
      'Known hosts',
      'No host is known yet. Latchkey asks at the first connection to each and remembers it here.',
    ],
    ['Sessions', 'No session is open, and there was none lately. Connect to an instance to begin one.'],
    ['Instances', 'Filter instances'],
    ['Forwards', 'Forward a port…'],
    ['Activity', 'Verify'],
  ] as const) {
    await page.getByRole('navigation').getByText(pseudo(section), { exact: true }).click()
    await expect(
      page
        .getByText(pseudo(ready))
        .or(page.getByLabel(pseudo(ready)))
        .first(),
    ).toBeVisible()
    expect(await englishIn(page), section).toEqual([])
    expect(await cutOffIn(page), section).toEqual([])
  }
})

/** The catalogue with each message in letters that nobody writes, and longer by four tenths. */
function pseudoCatalogue(): string {
  const entries = readPo(readFileSync('words/ru.po', 'utf8'))
  return writePo(
    'ru',
    entries.map((entry) => ({ ...entry, translation: pseudo(entry.message), fuzzy: false })),
  )
}

function pseudo(message: string): string {
  const parts = partsOf(message).map((part) => {
    if (typeof part === 'string') return strange(part)
    if (!('forms' in part)) return `{${part.place}}`
    const form = strange((part.forms.other ?? []).join(''))
    return `{${part.place}, plural, one {${form}} few {${form}} many {${form}} other {${form}}}`
  })
  const length = message.replace(/\{[^}]*\}/g, '').length
  return `${parts.join('')}${'ẋ'.repeat(Math.ceil(length * 0.4))}`
}

const LETTERS = 'aeiouycnszAEIOUYCNSZ'
const STRANGE = 'áéíóúýçñšžÁÉÍÓÚÝÇÑŠŽ'
const strange = (text: string) =>
  [...text].map((letter) => STRANGE[LETTERS.indexOf(letter)] ?? letter).join('')

/** Texts and names of the open section in which there is a word without a strange letter. */
async function englishIn(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = []
    for (const section of document.querySelectorAll('main section')) {
      if (!section.checkVisibility()) continue
      const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) found.push(walker.currentNode.textContent ?? '')
      for (const element of section.querySelectorAll('[aria-label], [placeholder], [title]'))
        for (const name of ['aria-label', 'placeholder', 'title'])
          found.push(element.getAttribute(name) ?? '')
    }
    return [...new Set(found.map((text) => text.trim()))]
  })
  return texts.filter(
    (text) => /[A-Za-z]{3}/.test(text) && !/[áéíóúýçñšžẋÁÉÍÓÚÝÇÑŠŽ]/.test(text) && !NAMES.test(text),
  )
}

/** Buttons and headings of the open section whose words do not fit. Columns can be made wider, */
function cutOffIn(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main section :is(button, h1, h2, label)')]
      .filter((element) => element.closest('[role=columnheader]') === null)
      .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.textContent ?? ''),
  )
}
