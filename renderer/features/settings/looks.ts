import { useComputedColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { defaultTerminal } from '../../../contract/settings.js'
import { queryClient } from '../../api/queries.js'
import type { TerminalLooks } from '../../terminal/looks.js'
import { type ZoomStep, zoomAfter } from '../../terminal/zoom.js'
import { createStore, useStore } from '../store.js'
import { settingsQuery } from './use-settings.js'

/** In px. Of this window, for all its terminals, until it is closed: what is to stay is a setting. */
const zoomStore = createStore(0)

/** How the terminals of this window look; settings, system and zoom are followed, in whichever window they were changed. */
export function useLooks(): TerminalLooks {
  const settings = useQuery(settingsQuery).data?.terminal ?? defaultTerminal
  const scheme = useComputedColorScheme('light')
  const zoom = useStore(zoomStore)
  return useMemo(() => ({ scheme, settings, zoom }), [scheme, settings, zoom])
}

/** The same at this moment, as far as the window has read it. */
export function currentLooks(): TerminalLooks {
  const scheme = document.documentElement.dataset.mantineColorScheme === 'dark' ? 'dark' : 'light'
  return { scheme, settings: currentSettings(), zoom: zoomStore.get() }
}

export function zoomWindow(step: ZoomStep): void {
  zoomStore.change((zoom) => zoomAfter(zoom, step, currentSettings().fontSize))
}

function currentSettings() {
  return queryClient.getQueryData(settingsQuery.queryKey)?.terminal ?? defaultTerminal
}
