import {
  IconAffiliate,
  IconArrowsLeftRight,
  IconCloud,
  IconFingerprint,
  IconHistory,
  IconKey,
  IconServer2,
  IconSettings,
  IconTerminal2,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { say } from '../../../contract/words/say.js'
import { lazySection } from '../../ui/lazily.js'
import { InstancesSection } from '../instances/InstancesSection.js'
import type { SectionId } from './navigation.js'

export interface SectionEntry {
  id: SectionId
  label: string
  icon: ComponentType<{ size: number; 'aria-hidden': true }>
  Content: ComponentType
}

/** The sections of the rail, in its order. */
export const sections: SectionEntry[] = [
  { id: 'instances', label: say`Instances`, icon: IconServer2, Content: InstancesSection },
  {
    id: 'keys',
    label: say`Keys`,
    icon: IconKey,
    Content: lazySection(async () => (await import('../keys/KeysSection.js')).KeysSection),
  },
  {
    id: 'accounts',
    label: say`Accounts`,
    icon: IconCloud,
    Content: lazySection(async () => (await import('../accounts/AccountsSection.js')).AccountsSection),
  },
  {
    id: 'map',
    label: say`Map`,
    icon: IconAffiliate,
    Content: lazySection(async () => (await import('../map/MapSection.js')).MapSection),
  },
  {
    id: 'sessions',
    label: say`Sessions`,
    icon: IconTerminal2,
    Content: lazySection(async () => (await import('../recent/SessionsSection.js')).SessionsSection),
  },
  {
    id: 'forwards',
    label: say`Forwards`,
    icon: IconArrowsLeftRight,
    Content: lazySection(async () => (await import('../forwards/ForwardsSection.js')).ForwardsSection),
  },
  {
    id: 'known-hosts',
    label: say`Known hosts`,
    icon: IconFingerprint,
    Content: lazySection(async () => (await import('../known-hosts/KnownHostsSection.js')).KnownHostsSection),
  },
  {
    id: 'activity',
    label: say`Activity`,
    icon: IconHistory,
    Content: lazySection(async () => (await import('../activity/ActivitySection.js')).ActivitySection),
  },
  {
    id: 'settings',
    label: say`Settings`,
    icon: IconSettings,
    Content: lazySection(async () => (await import('../settings/SettingsSection.js')).SettingsSection),
  },
]
