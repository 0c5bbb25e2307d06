import { Checkbox } from '@mantine/core'
import { defaultSettings, Settings } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { NumberSetting } from './NumberSetting.js'
import { SettingsGroup } from './SettingsGroup.js'
import classes from './settings.module.css'
import { useSettings } from './use-settings.js'

interface Props {
  lock: Settings['lock']
  hasPassword: boolean
  /** In a window of its own; the system tells only that one of its lock screen. */
  desktop: boolean
}

const Minutes = Settings.shape.lock.shape.idleMinutes.unwrap()
const usualMinutes = defaultSettings.lock.idleMinutes ?? 15

/** When the vault locks by itself. */
export function LockSettings({ lock, hasPassword, desktop }: Props) {
  const { save } = useSettings()
  const set = (part: Partial<Settings['lock']>) =>
    save.mutate((before) => ({ ...before, lock: { ...before.lock, ...part } }))
  const tick = (name: 'onSleep' | 'onScreenLock' | 'onLastWindowClosed', label: string) => (
    <Checkbox
      label={label}
      checked={lock[name]}
      disabled={!hasPassword}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  )
  return (
    <SettingsGroup title={say`Lock`} save={save}>
      <p className={classes.dim}>
        {say`Locked means that Latchkey holds no private key and none can be used. Open terminals stay connected, out of sight.`}
      </p>
      {!hasPassword && (
        <p className={classes.note}>
          {say`Locking by itself needs a password: without one a click would open the vault again. Set one above, and this takes effect.`}
        </p>
      )}
      <Checkbox
        label={say`When nobody uses it for a while`}
        checked={lock.idleMinutes !== null}
        disabled={!hasPassword}
        onChange={(event) => set({ idleMinutes: event.currentTarget.checked ? usualMinutes : null })}
      />
      {lock.idleMinutes !== null && (
        <div className={classes.below}>
          <NumberSetting
            label={say`Minutes without use`}
            description={say`A key press, a click or a movement of the mouse in Latchkey starts them anew.`}
            value={lock.idleMinutes}
            schema={Minutes}
            disabled={!hasPassword}
            onSave={(idleMinutes) => set({ idleMinutes })}
          />
        </div>
      )}
      {tick('onSleep', say`When the computer sleeps`)}
      {desktop && tick('onScreenLock', say`When the screen is locked`)}
      {tick(
        'onLastWindowClosed',
        desktop ? say`When the last window is closed` : say`When the last page of Latchkey is closed`,
      )}
    </SettingsGroup>
  )
}
