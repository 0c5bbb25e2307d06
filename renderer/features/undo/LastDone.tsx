import { useMutation } from '@tanstack/react-query'
import { errorInfo } from '../../api/errors.js'
import { UndoNotice } from '../../ui/UndoNotice.js'
import { useStore } from '../store.js'
import { type Done, type DonePlace, dismissDone, lastDone } from './last-done.js'

/** The last that was done of what is told here, with the way back. */
export function LastDone({ place }: { place: DonePlace }) {
  const done = useStore(lastDone)
  return done?.place === place ? <DoneNotice done={done} /> : null
}

function DoneNotice({ done }: { done: Done }) {
  const undo = useMutation({ mutationFn: (one: Done) => one.undo(), onSuccess: (_, one) => dismissDone(one) })
  return (
    <UndoNotice
      done={done}
      problem={undo.error === null || undo.variables !== done ? undefined : errorInfo(undo.error)}
      busy={undo.isPending}
      onUndo={() => undo.mutate(done)}
      onDismiss={() => dismissDone(done)}
    >
      {done.text}
    </UndoNotice>
  )
}
