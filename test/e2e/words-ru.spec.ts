import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { partsOf } from '../../contract/words/message.js'
import { keyOf, readPo } from '../../scripts/words/po.js'
import { test, webOnly } from './latchkey.js'
import { PASSWORD, terminalText } from './steps.js'

webOnly('The words are the same in the desktop window, whose language is the system’s.')
test.use({ locale: 'ru-RU' })

/** What is Latin in Russian too: names of products, formats and keys, what the test made, and what stands in files. */
const LATIN =
  /^(Latchkey|SSH|OpenSSH|PEM|PuTTY|SHA|RSA|ECDSA|NIST|AWS|EC|OpenStack|CloudStack|Apache|Tencent|Cloud|VK|API|ID|URL|MD|Secret|Service|Bus|MiB|Linux|Windows|iTerm|Terminal|Host|add|json|itermcolors|OSC|SOCKS|HTTPS?|PROXY|NO|Ctrl|Shift|Alt|Cmd|Enter|Tab|Esc|Del|Page|Up|Down|Reset|key|UserData|deploy|Lab|lab|Frankfurt|Mumbai|Other|bit|root|tmux|vim|Caps|Lock|px|cloud|init|guest|set|sshkey|always|authorized|keys|known|hosts|localhost|admin|ROOT|Accounts|English|host|ssh|user|port|web|example|com|client|api|https?|DBUS|SESSION|BUS|ADDRESS|D|Argon|id|legacy|cache|build|db)$/

test('a browser that speaks Russian has a Russian Latchkey, through the main job, and can have English', async ({
  page,
}) => {
  await test.step('the first run, with an error of the form', async () => {
    const own = page.getByLabel(ru('Password of the sealed file'))
    await own.fill(PASSWORD)
    await noEnglish(page)
    await page.getByLabel(ru('The same password again')).fill(PASSWORD)
    await page.getByRole('button', { name: /^Хранить ключи/ }).click()
    await expect(sections(page)).toBeVisible()
    await noEnglish(page)
  })

  await test.step('a key, of whose name the contract has something to say', async () => {
    await go(page, 'Keys')
    await button(page, 'Create key pair').first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel(ru('Name')).fill(' ')
    await sheet.getByLabel(ru('Name')).blur()
    await expect(sheet.getByText(ru('A key pair needs a name.'))).toBeVisible()
    await noEnglish(page)
    await sheet.getByLabel(ru('Name')).fill('deploy')
    await sheet.getByRole('button', { name: ru('Create key pair') }).click()
    await expect(sheet).toBeHidden()
  })

  await test.step('an account', async () => {
    await go(page, 'Accounts')
    await button(page, 'Add account').first().click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('button', { name: ru('Fill in the lab account') }).click()
    await sheet.getByRole('button', { name: ru('Test connection') }).click()
    await expect(sheet.getByText('Подключено: аккаунт admin в домене ROOT')).toBeVisible()
    await noEnglish(page)
    await sheet.getByRole('button', { name: ru('Save account') }).click()
    await expect(sheet).toBeHidden()
  })

  await test.step('the key is bound: the plan, the host key, the result', async () => {
    await go(page, 'Instances')
    await page.getByRole('button', { name: ru('Bind a key to {0}', 'web-1') }).click()
    const sheet = page.getByRole('dialog')
    await expect(sheet.getByText('Запустить web-1')).toBeVisible()
    await noEnglish(page)
    await sheet.getByRole('button', { name: ru('Stop and bind') }).click()
    await page.getByRole('button', { name: ru('Trust and continue') }).click()
    await expect(sheet.getByText('Ключ deploy открывает web-1 под именем root.')).toBeVisible()
    await noEnglish(page)
    await sheet.getByRole('button', { name: ru('Connect'), exact: true }).click()
    await expect.poll(() => terminalText(page)).toMatch(/[$#]$/)
  })

  await test.step('a folder that is not there', async () => {
    await page
      .getByRole('region', { name: ru('Terminals') })
      .getByRole('button', { name: ru('Files'), exact: true })
      .click()
    const files = page.getByRole('complementary', { name: ru('Files'), exact: true })
    await files.getByRole('button', { name: ru('Type a path') }).click()
    await files.getByRole('combobox').fill('/не/здесь')
    await page.keyboard.press('Enter')
    await expect(files.getByText('Этого там нет, не удалось: прочитать папку /не/здесь.')).toBeVisible()
    await noEnglish(page)
  })

  await test.step('what happened, and the other sections', async () => {
    await go(page, 'Activity')
    await page.getByText('Открытый ключ отправлен').click()
    await expect(page.getByText('под именем deploy')).toBeVisible()
    for (const section of ['Known hosts', 'Sessions', 'Forwards', 'Map', 'Activity', 'Settings']) {
      await go(page, section)
      await noEnglish(page)
    }
  })

  await test.step('English, by the setting', async () => {
    await page.getByLabel(ru('Language')).selectOption('English')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible()
  })
})

const catalogue = new Map(
  readPo(readFileSync('words/ru.po', 'utf8')).map((entry) => [keyOf(entry), entry.translation]),
)

/** What the window says for a message. */
function ru(message: string, ...values: string[]): string {
  const parts = partsOf(catalogue.get(message) ?? `${message} is not in the catalogue`)
  return parts.map((part) => (typeof part === 'string' ? part : (values[part.place] ?? ''))).join('')
}

const button = (page: Page, name: string) => page.getByRole('button', { name: ru(name), exact: true })
const sections = (page: Page) => page.getByRole('navigation', { name: ru('Sections') })
const go = (page: Page, section: string) => sections(page).getByText(ru(section), { exact: true }).click()

/** No text and no name that is to be seen or heard has a Latin word other than those of `LATIN`; terminals say what they like. */
async function noEnglish(page: Page): Promise<void> {
  const texts = await page.evaluate(() => {
    const found: string[] = []
    const aside = '.xterm, pre, code, .lk-mono, textarea, option, [aria-hidden="true"], script, style'
    const isSeen = (element: Element) => element.checkVisibility({ visibilityProperty: true })
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement
      if (element !== null && element.closest(aside) === null && isSeen(element))
        found.push([...element.childNodes].map((node) => (node instanceof Text ? node.data : ' ')).join(''))
    }
    const names = ['aria-label', 'placeholder', 'title']
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]'))
      if (isSeen(element)) found.push(...names.map((name) => element.getAttribute(name) ?? ''))
    return [...new Set(found)]
  })
  // Paths, addresses and fingerprints, also the short ones, are no words.
  const wordsOf = (text: string) =>
    text.replace(/\S*[/@:\\~\d]\S*|…\S+/g, ' ').match(/(?<![\p{L}])[A-Za-z]{2,}(?![\p{L}])/gu) ?? []
  const english = texts.filter((text) => wordsOf(text).some((word) => !LATIN.test(word)))
  expect(english).toEqual([])
}
