import { Checkbox } from '@mantine/core'
import type { DesktopSettings as Desktop } from '../../../contract/settings.js'
import { SettingsGroup } from './SettingsGroup.js'
import { useSettings } from './use-settings.js'

const isMac = globalThis.navigator?.platform?.startsWith('Mac') ?? false

/** What the desktop app does beside its windows. */
export function DesktopSettings({ desktop }: { desktop: Desktop }) {
  const { save } = useSettings()
  const set = (part: Partial<Desktop>) =>
    save.mutate((before) => ({ ...before, desktop: { ...before.desktop, ...part } }))
  return (
    <SettingsGroup title="Desktop" save={save}>
      <Checkbox
        label="Notify when long work has ended"
        description="Copies, sync, bindings, key pairs and readings of instances that took ten seconds or more, while no window of Latchkey is in front. While the vault is locked nothing is named."
        checked={desktop.notifications}
        onChange={(event) => set({ notifications: event.currentTarget.checked })}
      />
      {!isMac && (
        <Checkbox
          label="Stay in the tray when the last window is closed"
          description="Forwards and copies go on. Quit is in the menu of the tray icon."
          checked={desktop.staysInTray}
          onChange={(event) => set({ staysInTray: event.currentTarget.checked })}
        />
      )}
    </SettingsGroup>
  )
}
