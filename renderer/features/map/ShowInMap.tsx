import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { useGoTo } from '../frame/navigation.js'
import type { MapTarget } from './map-target.js'
import { wantInMap } from './wanted-in-map.js'

/** From a key's or an instance's own section to where it is on the map. */
export function ShowInMap(target: MapTarget) {
  const goTo = useGoTo()
  const show = () => {
    wantInMap(target)
    goTo('map')
  }
  return (
    <Button variant="default" onClick={show}>
      {say`Show in map`}
    </Button>
  )
}
