import { Checkbox } from '@mantine/core'
import { Settings } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { NumberSetting } from './NumberSetting.js'
import { SettingsGroup } from './SettingsGroup.js'
import classes from './settings.module.css'
import { useSettings } from './use-settings.js'

const Days = Settings.shape.keyAgeDays.unwrap().unwrap()
const USUAL_DAYS = 365

/** From which age on the map calls a key old. */
export function MapSettings({ days }: { days: number | null }) {
  const { save } = useSettings()
  const set = (keyAgeDays: number | null) => save.mutate((before) => ({ ...before, keyAgeDays }))
  return (
    <SettingsGroup title={say`Map`} save={save}>
      <Checkbox
        label={say`Call keys old after a while`}
        checked={days !== null}
        onChange={(event) => set(event.currentTarget.checked ? USUAL_DAYS : null)}
      />
      {days !== null && (
        <div className={classes.below}>
          <NumberSetting
            label={say`Days until a key is old`}
            description={say`From the day it was made or imported here; a key that the vault doesn't know, from the day it was first seen. The map then shows it among the weak ones.`}
            value={days}
            schema={Days}
            onSave={set}
          />
        </div>
      )}
    </SettingsGroup>
  )
}
