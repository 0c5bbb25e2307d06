import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type ProxySettings, proxyProblem } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'
import { SettingsGroup } from './SettingsGroup.js'
import { useSettings } from './use-settings.js'

const modes = [
  { value: 'environment', label: say`As the environment says` },
  { value: 'none', label: say`None` },
  { value: 'manual', label: say`This one` },
]

/** Through which proxy clouds are asked. What is typed is saved when its field is left and it can be right. */
export function ProxyForm({ proxy }: { proxy: ProxySettings }) {
  const { save } = useSettings()
  const [typed, setTyped] = useState(proxy)
  const problem = typed.url === '' ? undefined : proxyProblem(typed)
  const store = (next: ProxySettings) => {
    setTyped(next)
    const same = JSON.stringify(next) === JSON.stringify(proxy)
    if (!same && proxyProblem(next) === undefined) save.mutate((before) => ({ ...before, proxy: next }))
  }
  return (
    <SettingsGroup title={say`Proxy`} save={save}>
      <NativeSelect
        label={say`Proxy for clouds`}
        description={say`The environment says it by HTTPS_PROXY, HTTP_PROXY and NO_PROXY. SSH connections use none.`}
        data={modes}
        value={typed.mode}
        onChange={(event) => {
          const mode = modes.find(({ value }) => value === event.currentTarget.value)?.value
          store({ ...typed, mode: mode as ProxySettings['mode'] })
        }}
      />
      {typed.mode === 'manual' && (
        <>
          <TextInput
            label={say`Address of the proxy`}
            placeholder={say`http://proxy.example.com:3128`}
            value={typed.url}
            error={hear(problem)}
            spellCheck={false}
            onChange={(event) => setTyped({ ...typed, url: event.currentTarget.value })}
            onBlur={() => store(typed)}
          />
          <TextInput
            label={say`Hosts that are asked directly (optional)`}
            placeholder={say`cloud.internal, .example.org`}
            value={typed.except}
            spellCheck={false}
            onChange={(event) => setTyped({ ...typed, except: event.currentTarget.value })}
            onBlur={() => store(typed)}
          />
        </>
      )}
    </SettingsGroup>
  )
}
