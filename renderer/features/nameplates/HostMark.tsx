import type { Nameplate } from '../../../contract/nameplates.js'
import { say } from '../../../contract/words/say.js'
import { colourWords, isProduction } from './nameplate-words.js'
import classes from './nameplates.module.css'

/** An instance's name in a list, with the colour and the name that the user gave it. What does not fit is in its title. */
export function HostName({ name, plate }: { name: string; plate: Nameplate | undefined }) {
  if (plate === undefined) return name
  const title = [name, plate.name, plate.colour && colourWords[plate.colour]].filter(Boolean).join('\n')
  return (
    <span className={classes.name} title={title}>
      <span className={classes.given}>
        <HostColourSign plate={plate} />
        {name}
      </span>
      <ProductionTag plate={plate} />
      {plate.name !== '' && <span className={classes.own}>{plate.name}</span>}
    </span>
  )
}

/** The colour by itself. It says nothing that the words beside it don't say. */
export function HostColourSign({ plate }: { plate: Nameplate | undefined }) {
  if (plate === undefined || plate.colour === null) return null
  return <span className={classes.colour} data-host-colour={plate.colour} aria-hidden />
}

/** The word "Production", where it is that. */
export function ProductionTag({ plate }: { plate: Nameplate | undefined }) {
  return isProduction(plate) ? <span className={classes.production}>{say`Production`}</span> : null
}
