import { ActionIcon, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2, IconX } from '@tabler/icons-react'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { EdgeHandle } from '../../ui/EdgeHandle.js'
import { ProductionTag } from '../nameplates/HostMark.js'
import { hostName } from '../nameplates/nameplate-words.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { useStore } from '../store.js'
import { FilesPlaceView } from './FilesPlaceView.js'
import classes from './files.module.css'
import { filesInHand } from './files-in-hand.js'
import { closeFiles, filesStore, fillWithFiles, showFiles } from './files-store.js'
import { TransferList } from './TransferList.js'

/** The files of instances, beside sections and terminals or in their place; nothing while none are open. */
export function FilesDock() {
  const { places, shownId, full } = useStore(filesStore)
  const [width, setWidth] = useLocalStorage({ key: 'latchkey.files-width', defaultValue: 560 })
  const plates = useNameplates()
  const transfers = useStream(api.transfers.watch, undefined).value ?? []
  if (places.length === 0) return null
  return (
    <aside
      aria-label={say`Files`}
      className={classes.dock}
      data-part="files"
      data-full={full || undefined}
      style={{ ['--files-width' as string]: `${width}px` }}
    >
      {!full && (
        <EdgeHandle
          edge="left"
          label={say`Width of the files`}
          {...{ size: width, min: 320, max: 1600 }}
          onChange={setWidth}
        />
      )}
      <div className={classes.bar}>
        <div className={classes.places}>
          {places.map((place) => (
            <button
              key={place.instanceId}
              type="button"
              className={classes.place}
              aria-pressed={place.instanceId === shownId}
              title={say`Files of ${place.instanceName}`}
              data-host-colour={plates.get(place.instanceId)?.colour ?? undefined}
              onClick={() => showFiles(place.instanceId)}
              // Files that are dragged over it are on their way to a folder there.
              onDragEnter={() => filesInHand.get().dragged !== null && showFiles(place.instanceId)}
            >
              <span className={classes.placeName}>{say`Files of ${hostName(place, plates)}`}</span>{' '}
              <ProductionTag plate={plates.get(place.instanceId)} />
            </button>
          ))}
        </div>
        <FillButton full={full} />
        <Tooltip label={say`Close these files`}>
          <ActionIcon
            aria-label={say`Close these files`}
            onClick={() => shownId !== null && closeFiles(shownId)}
          >
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      {places.map((place) => (
        <FilesPlaceView key={place.instanceId} place={place} shown={place.instanceId === shownId} />
      ))}
      <TransferList transfers={transfers} />
    </aside>
  )
}

function FillButton({ full }: { full: boolean }) {
  const label = full ? say`Files back beside the rest` : say`Fill the window with the files`
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => fillWithFiles(!full)}>
        {full ? <IconArrowsDiagonalMinimize2 size={16} /> : <IconArrowsDiagonal size={16} />}
      </ActionIcon>
    </Tooltip>
  )
}
