import type { Density, Language } from '../../../contract/settings.js'
import { languages } from '../../../contract/words/languages.js'
import { say } from '../../../contract/words/say.js'
import { offeredLanguages } from '../../words/language.js'
import { Choice } from './SettingsControls.js'
import { SettingsGroup } from './SettingsGroup.js'
import { useSettings } from './use-settings.js'

const densities: Record<Density, string> = { comfortable: say`Comfortable`, compact: say`Compact` }

/** How the window looks, in every window. Its colours follow the system. */
export function WindowSettings({ density, language }: { density: Density; language: Language }) {
  const { save } = useSettings()
  const offered = offeredLanguages()
  const choices = Object.fromEntries([
    ['system', say`That of the system`],
    ...offered.map((one) => [one, languages[one]]),
  ]) as Record<Language, string>
  return (
    <SettingsGroup title={say`Window`} save={save}>
      {offered.length > 1 && (
        <Choice
          label={say`Language`}
          description={say`The window is loaded again in it; terminals go on.`}
          choices={choices}
          value={language}
          onChange={(chosen) => save.mutate((before) => ({ ...before, language: chosen }))}
        />
      )}
      <Choice
        label={say`Rows of tables`}
        description={say`Compact shows about a fifth more rows. Light, dark and high contrast follow the system.`}
        choices={densities}
        value={density}
        onChange={(chosen) => save.mutate((before) => ({ ...before, density: chosen }))}
      />
    </SettingsGroup>
  )
}
