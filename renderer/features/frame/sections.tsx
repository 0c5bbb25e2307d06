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
import { AccountsSection } from '../accounts/AccountsSection.js'
import { ActivitySection } from '../activity/ActivitySection.js'
import { ForwardsSection } from '../forwards/ForwardsSection.js'
import { InstancesSection } from '../instances/InstancesSection.js'
import { KeysSection } from '../keys/KeysSection.js'
import { KnownHostsSection } from '../known-hosts/KnownHostsSection.js'
import { MapSection } from '../map/MapSection.js'
import { SessionsSection } from '../recent/SessionsSection.js'
import { SettingsSection } from '../settings/SettingsSection.js'
import type { SectionId } from './navigation.js'

export interface SectionEntry {
  id: SectionId
  label: string
  icon: ComponentType<{ size: number; 'aria-hidden': true }>
  Content: ComponentType
}

/** The sections of the rail, in its order. */
export const sections: SectionEntry[] = [
  { id: 'instances', label: 'Instances', icon: IconServer2, Content: InstancesSection },
  { id: 'keys', label: 'Keys', icon: IconKey, Content: KeysSection },
  { id: 'accounts', label: 'Accounts', icon: IconCloud, Content: AccountsSection },
  { id: 'map', label: 'Map', icon: IconAffiliate, Content: MapSection },
  { id: 'sessions', label: 'Sessions', icon: IconTerminal2, Content: SessionsSection },
  { id: 'forwards', label: 'Forwards', icon: IconArrowsLeftRight, Content: ForwardsSection },
  { id: 'known-hosts', label: 'Known hosts', icon: IconFingerprint, Content: KnownHostsSection },
  { id: 'activity', label: 'Activity', icon: IconHistory, Content: ActivitySection },
  { id: 'settings', label: 'Settings', icon: IconSettings, Content: SettingsSection },
]
