import { createWanted } from '../wanted.js'
import type { MapTarget } from './map-target.js'

/** Has the section Map show where something is, as soon as it is in sight. */
export const { want: wantInMap, useWanted: useWantedInMap } = createWanted<MapTarget>()
