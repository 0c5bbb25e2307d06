import { Button } from '@mantine/core'
import type { Instance } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { HostColourSign, ProductionTag } from './HostMark.js'
import { nameHost } from './nameplate-sheet.js'
import { colourWords, isProduction } from './nameplate-words.js'
import classes from './nameplates.module.css'
import { useNameplates } from './use-nameplates.js'

/** What an instance is called on its tabs, its colour, and the way to change both. */
export function NameplateFact({ instance: { id, name } }: { instance: Instance }) {
  const plate = useNameplates().get(id)
  const words = [plate?.name, plate?.colour && !isProduction(plate) ? colourWords[plate.colour] : '']
  return (
    <Fact label={say`Name and colour`}>
      <span className={classes.choice}>
        <HostColourSign plate={plate} />
        {plate === undefined ? say`none of your own, no colour` : words.filter(Boolean).join(', ')}
        <ProductionTag plate={plate} />
        <Button
          h={24}
          px="sm"
          variant="default"
          onClick={() => nameHost({ instanceId: id, instanceName: name })}
        >
          {say`Name and colour…`}
        </Button>
      </span>
    </Fact>
  )
}
