import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeyPair } from '../../../contract/keys.js'
import { Settings } from '../../../contract/settings.js'
import { plural, say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { NumberSetting } from './NumberSetting.js'
import { overIn } from './over-in.js'
import { SettingsGroup } from './SettingsGroup.js'
import { useSettings } from './use-settings.js'

/** How long the bin keeps. Fewer days may end the time of what is in it: that is asked about first. */
export function BinSettings({ days }: { days: number }) {
  const { save } = useSettings()
  const keys = useQuery(api.keys.list.queryOptions()).data ?? []
  const [asked, setAsked] = useState<number | null>(null)
  const to = (binDays: number) => (before: Settings) => ({ ...before, binDays })
  const change = (wanted: number) => {
    if (overIn(keys, wanted, Date.now()).length > 0) setAsked(wanted)
    else save.mutate(to(wanted))
  }
  return (
    <SettingsGroup title={say`Bin`} save={save}>
      <NumberSetting
        label={say`Days in the bin`}
        description={say`A deleted key pair can be put back for so long; after that it is gone for good, unless it alone is proven to open an instance.`}
        value={days}
        schema={Settings.shape.binDays}
        onSave={change}
      />
      {asked !== null && (
        <ConfirmSheet
          title={say`Keep deleted key pairs for ${plural(asked, 'a day', '# days')} only?`}
          consequences={[goneText(overIn(keys, asked, Date.now()))]}
          verb={say`Shorten`}
          danger
          onConfirm={() => save.mutateAsync(to(asked))}
          onClose={() => setAsked(null)}
        />
      )}
    </SettingsGroup>
  )
}

function goneText(keys: KeyPair[]): string {
  const names = keys.map(({ name }) => name).join(', ')
  return keys.length === 1
    ? say`${names} has been in the bin for longer and is soon deleted for good.`
    : say`${keys.length} key pairs have been in the bin for longer and are soon deleted for good: ${names}.`
}
