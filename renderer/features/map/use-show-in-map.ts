import { useGoTo } from '../frame/navigation.js'
import type { MapTarget } from './map-target.js'
import { wantInMap } from './wanted-in-map.js'

/** Leads from a key's or an instance's own section to where it is on the map. */
export function useShowInMap(target: MapTarget): () => void {
  const goTo = useGoTo()
  return () => {
    wantInMap(target)
    goTo('map')
  }
}
