import { Button, Group } from '@mantine/core'
import { useRef, useState } from 'react'
import type { BackendChoice, VaultStatus } from '../../../contract/vault.js'
import { inEnglish } from '../../../contract/words/said.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { hear } from '../../words/language.js'
import classes from '../settings/settings.module.css'
import { MoveLeft } from './MoveLeft.js'
import { MoveProgress } from './MoveProgress.js'
import { MoveSheet } from './MoveSheet.js'
import { movedText, moveVerb } from './move-words.js'
import { useCloseOnLock } from './use-close-on-lock.js'
import { useMove } from './use-move.js'
import { usePlaces } from './use-places.js'

/** Where the vault could be instead, and how it gets there. */
export function MoveSettings({ vault }: { vault: VaultStatus }) {
  const places = usePlaces()
  const [chosen, setChosen] = useState<BackendChoice | null>(null)
  const [done, setDone] = useState('')
  const close = () => setChosen(null)
  useCloseOnLock(close)
  /** By the time of the answer the window may know the new place already. */
  const from = useRef('')
  const end = (said: string) => {
    close()
    setDone(said)
  }
  const move = useMove((status) => end(movedText(from.current, status)), end)
  const begin = (place: BackendChoice) => {
    from.current = inEnglish(vault.label ?? '')
    setDone('')
    move.forget()
    setChosen(place)
  }
  const others = (places.data ?? []).filter(({ backend }) => backend !== vault.backend)
  return (
    <>
      {vault.move?.state === 'running' && chosen === null && <MoveProgress move={vault.move} />}
      {vault.move?.state === 'waiting' && <MoveLeft move={vault.move} />}
      {chosen === null && move.problem !== undefined && <ErrorMessage problem={move.problem} />}
      {places.error !== null && (
        <ErrorMessage problem={errorInfo(places.error)} onRetry={() => void places.refetch()} />
      )}
      <Group gap="sm">
        {vault.move?.state !== 'running' &&
          others.map((place) => <Other key={place.backend} place={place} onChoose={() => begin(place)} />)}
        <span role="status">{done}</span>
      </Group>
      {chosen !== null && <MoveSheet vault={vault} to={chosen} move={move} onClose={close} />}
    </>
  )
}

function Other({ place, onChoose }: { place: BackendChoice; onChoose: () => void }) {
  const { available, label, reason } = place
  return (
    <>
      <Button variant="default" disabled={!available} onClick={onChoose}>
        {moveVerb(place)}
      </Button>
      {!available && (
        <span className={classes.dim}>
          {say`${hear(label)} can't be had here now: ${hear(reason) ?? say`it does not answer.`}`}
        </span>
      )}
    </>
  )
}
