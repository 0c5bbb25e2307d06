import type { Locator } from '@playwright/test'

/** What stands in a row, by the headers. */
export async function cells(grid: Locator, row: RegExp): Promise<Record<string, string>> {
  const headers = await grid.getByRole('columnheader').allInnerTexts()
  const texts = await grid.getByRole('row', { name: row }).getByRole('gridcell').allInnerTexts()
  return Object.fromEntries(
    headers.map((header, n) => [header, (texts[n] ?? '').replace(/\s+/g, ' ').trim()]),
  )
}
