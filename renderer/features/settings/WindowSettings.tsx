import type { Density } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { Choice } from './SettingsControls.js'
import { SettingsGroup } from './SettingsGroup.js'
import { useSettings } from './use-settings.js'

const densities: Record<Density, string> = { comfortable: say`Comfortable`, compact: say`Compact` }

/** How the window looks, in every window. Its colours follow the system. */
export function WindowSettings({ density }: { density: Density }) {
  const { save } = useSettings()
  return (
    <SettingsGroup title={say`Window`} save={save}>
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
