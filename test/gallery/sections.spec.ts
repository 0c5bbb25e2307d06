import { expect } from '@playwright/test'
import { goTo } from '../e2e/steps.js'
import { instancesAreRead, test } from './fake-page.js'
import { picture } from './pictures.js'

const sections = [
  'Instances',
  'Keys',
  'Accounts',
  'Map',
  'Sessions',
  'Forwards',
  'Known hosts',
  'Activity',
  'Settings',
] as const

const WORDS_WHILE_READING = /^(Reading the|Putting the map)/

const states: Record<string, string[]> = {
  empty: ['--empty'],
  loading: ['--reads', 'never'],
  error: ['--reads', 'fail'],
  one: ['--instances', '1', '--keys', '0', '--activity', '1'],
  many: [],
  '10000': ['--instances', '10000', '--keys', '10000', '--activity', '10000'],
}

for (const [state, args] of Object.entries(states))
  test(`every section, ${state}`, async ({ open }) => {
    const page = await open(args)
    if (!['empty', 'loading', 'error'].includes(state)) await instancesAreRead(page)
    for (const section of sections) {
      await goTo(page, section)
      const content = page.locator(`main section[aria-label="${section}"] header + div`)
      if (state === 'loading' && section !== 'Settings')
        await expect(content.getByText(WORDS_WHILE_READING).first()).toBeVisible()
      else {
        await expect(content).toHaveText(/\S/)
        await expect(content.getByText(WORDS_WHILE_READING)).toHaveCount(0)
      }
      await picture(page, `${section.toLowerCase().replace(' ', '-')}-${state}`)
    }
  })
