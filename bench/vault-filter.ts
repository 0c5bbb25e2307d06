import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Page } from '@playwright/test'
import type { KeyPair } from '../contract/keys.js'
import { indexKeys, searchKeys } from '../renderer/features/keys/list/key-search.js'
import { buildIfNeeded } from '../scripts/build-if-needed.js'
import { launchChromium, stopProcess } from '../test/e2e/launch.js'
import { keyPairs } from '../test/helpers/fake-data.js'
import { fakeKeyList } from '../test/helpers/fake-key-list.js'
import { keystroke } from './keystroke.js'
import { type Bench, median, type Row } from './row.js'

const KEYS = 1000
/** Typed and taken back key by key: each keystroke narrows or widens the list. */
const WORDS = ['bastion', 'tag:oslo type:rsa', 'ada@web', 'sha256:a', 'no key has this']
const AIM_MS = 50
const TABLE = 'Key pairs'

/**
 * Search in 1,000 key pairs: from the keystroke to the frame that has the matching rows, in the built window over an
 * app in memory.
 */
export const vaultFilter: Bench = {
  name: 'vault.filter-1000',
  needs: ['chromium'],
  async run() {
    buildIfNeeded()
    const args = ['--import', 'tsx', 'test/helpers/serve-fake.ts', '--keys', String(KEYS), '--latency', '0']
    const host = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    const url = await new Promise<string>((resolve) => {
      createInterface({ input: host.stdout }).once('line', resolve)
    })
    const browser = await launchChromium()
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      // tsx names functions through a helper that a function sent to the page no longer finds.
      await page.addInitScript('globalThis.__name = (named) => named')
      await page.goto(url)
      return await measure(page)
    } finally {
      await browser.close()
      await stopProcess(host)
    }
  },
}

async function measure(page: Page): Promise<Row[]> {
  await page.getByRole('navigation', { name: 'Sections' }).getByText('Keys', { exact: true }).click()
  await page.getByRole('grid', { name: TABLE }).waitFor()
  await page.getByLabel('Filter keys').focus()
  const index = indexKeys([...keyPairs, ...fakeKeyList(KEYS)])
  const isActive = ({ state }: KeyPair) => state === 'active'
  const matching = (filter: string) => searchKeys(index, filter, Date.now()).filter(isActive).length
  const times: number[] = []
  for (const word of WORDS) {
    for (let end = 1; end <= word.length; end++) {
      const rows = matching(word.slice(0, end))
      times.push(await keystroke(page, TABLE, word.charAt(end - 1), rows))
    }
    for (let end = word.length - 1; end >= 0; end--)
      times.push(await keystroke(page, TABLE, 'Backspace', matching(word.slice(0, end))))
  }
  return [row('median', median(times)), row('slowest', Math.max(...times))]
}

function row(what: string, ours: number): Row {
  const name = `vault.filter-1000 ${what}`
  return { name, unit: 'ms', ours, peer: null, ratio: null, aim: AIM_MS, met: ours <= AIM_MS }
}
