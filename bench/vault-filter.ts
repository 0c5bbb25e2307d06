import type { Page } from '@playwright/test'
import type { KeyPair } from '../contract/keys.js'
import { indexKeys, searchKeys } from '../renderer/features/keys/list/key-search.js'
import { keyPairs } from '../test/helpers/fake-data.js'
import { fakeKeyList } from '../test/helpers/fake-key-list.js'
import { inFakeWindow } from './fake-window.js'
import { keystroke, strokesOf, tableHas } from './keystroke.js'
import { aimRow, type Bench, median, type Row } from './row.js'

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
  run: () => inFakeWindow(['--keys', String(KEYS)], measure),
}

async function measure(page: Page): Promise<Row[]> {
  await page.getByRole('navigation', { name: 'Sections' }).getByText('Keys', { exact: true }).click()
  await page.getByRole('grid', { name: TABLE }).waitFor()
  await page.getByLabel('Filter keys').focus()
  const index = indexKeys([...keyPairs, ...fakeKeyList(KEYS)])
  const isActive = ({ state }: KeyPair) => state === 'active'
  const matching = (filter: string) => searchKeys(index, filter, Date.now()).filter(isActive).length
  const times: number[] = []
  for (const { key, text } of WORDS.flatMap(strokesOf))
    times.push(await keystroke(page, key, await tableHas(page, TABLE, matching(text))))
  return [
    aimRow('vault.filter-1000 median', 'ms', median(times), AIM_MS),
    aimRow('vault.filter-1000 slowest', 'ms', Math.max(...times), AIM_MS),
  ]
}
