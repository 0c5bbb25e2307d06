import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useState } from 'react'
import type { Density } from '../../../contract/settings.js'
import { queryClient } from '../../api/queries.js'
import { changeSettings, settingsQuery } from './use-settings.js'

/** As it is set, for the style sheets too, in whichever window it is changed; undefined before it was read. */
export function useDensity(): Density | undefined {
  const settings = useQuery(settingsQuery)
  // Who can't read the settings is shown so in their section, and has his window all the same: also while they are read
  // once more, as each part of the window that needs them has them read.
  const [instead, setInstead] = useState<Density>()
  if (settings.isError && instead === undefined) setInstead('comfortable')
  const density = settings.data?.density ?? instead
  useLayoutEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
  return density
}

/** As far as the window has read it. */
export const currentDensity = (): Density =>
  queryClient.getQueryData(settingsQuery.queryKey)?.density ?? 'comfortable'

/** Throws what saving fails with. */
export const setDensity = (density: Density): Promise<void> =>
  changeSettings((before) => ({ ...before, density }))
