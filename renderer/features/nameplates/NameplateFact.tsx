import type { Instance } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { HostColourSign, ProductionTag } from './HostMark.js'
import { colourWords, isProduction } from './nameplate-words.js'
import classes from './nameplates.module.css'
import { useNameplates } from './use-nameplates.js'

/** What the user calls an instance on its tabs, and its colour; nothing where neither was chosen. */
export function NameplateFact({ instance: { id } }: { instance: Instance }) {
  const plate = useNameplates().get(id)
  if (plate === undefined) return null
  const words = [plate.name, plate.colour && !isProduction(plate) ? colourWords[plate.colour] : '']
  return (
    <Fact label={say`Name and colour`}>
      <span className={classes.choice}>
        <HostColourSign plate={plate} />
        {words.filter(Boolean).join(', ')}
        <ProductionTag plate={plate} />
      </span>
    </Fact>
  )
}
