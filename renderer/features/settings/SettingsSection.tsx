import { useQuery } from '@tanstack/react-query'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Reading } from '../../ui/Reading.js'
import { Section } from '../../ui/Section.js'
import { BackupSettings } from '../backup/BackupSettings.js'
import { CopiesSettings } from '../backup/CopiesSettings.js'
import { RepairSettings } from '../repair/RepairSettings.js'
import { BinSettings } from './BinSettings.js'
import { DesktopSettings } from './DesktopSettings.js'
import { LockSettings } from './LockSettings.js'
import { MapSettings } from './MapSettings.js'
import { ProxyForm } from './ProxyForm.js'
import { SshConfigSettings } from './SshConfigSettings.js'
import classes from './settings.module.css'
import { TerminalSettings } from './TerminalSettings.js'
import { useSettings } from './use-settings.js'
import { VaultSettings } from './VaultSettings.js'
import { WindowSettings } from './WindowSettings.js'

/** What the user can set: the vault's password, when it locks, how long the bin keeps. Saved as it is changed. */
export function SettingsSection() {
  const vault = useStream(api.vault.watch, undefined).value
  const info = useQuery({ ...api.host.info.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data
  const around = useStream(api.desktop.watch, undefined).value
  const { settings } = useSettings()
  return (
    <Section title={say`Settings`}>
      <div className={classes.page}>
        {vault !== undefined && <VaultSettings vault={vault} />}
        <BackupSettings />
        <CopiesSettings />
        <RepairSettings />
        <SshConfigSettings />
        {settings.error !== null && (
          <ErrorMessage problem={errorInfo(settings.error)} onRetry={() => void settings.refetch()} />
        )}
        {settings.isPending && <Reading>{say`Reading the settings`}</Reading>}
        {settings.data !== undefined && (
          <>
            <WindowSettings density={settings.data.density} language={settings.data.language} />
            <TerminalSettings terminal={settings.data.terminal} />
            <LockSettings
              lock={settings.data.lock}
              hasPassword={vault?.hasPassword ?? false}
              desktop={info?.kind === 'desktop'}
            />
            {around !== null && around !== undefined && (
              <DesktopSettings desktop={settings.data.desktop} state={around} />
            )}
            <ProxyForm proxy={settings.data.proxy} />
            <MapSettings days={settings.data.keyAgeDays} />
            <BinSettings days={settings.data.binDays} />
          </>
        )}
      </div>
    </Section>
  )
}
