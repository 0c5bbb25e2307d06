import type { WorkPlace } from '../../../contract/finished-work.js'
import type { Clock } from '../ports.js'
import type { App } from '../services.js'
import { createLongWork, type Finished } from './long-work.js'

interface Parts {
  clock: Pick<Clock, 'elapsed'>
  /** `named`: it may be said what it was done with. */
  tell(finished: Finished, named: boolean): void
}

const anywhere: WorkPlace = { kind: 'section', section: 'instances' }

/** Has each piece of long work told of when it has ended, whichever window it was begun in, for as long as the core lives. */
export function tellFinished({ vault, work }: Pick<App, 'vault' | 'work'>, { clock, tell }: Parts): void {
  let open = false
  vault.onOpen(() => {
    open = true
  })
  vault.onLock(() => {
    open = false
  })
  const long = createLongWork(clock, (finished) => tell(finished, open))
  work.listen(({ kind, name, on, place = anywhere }) => {
    const end = long.begin(kind)
    return (how) =>
      end(
        how === 'cancelled'
          ? null
          : { ok: how === 'done', name: kind === 'copy' ? name : (on ?? name), place },
      )
  })
}
