import { nameOf, shownName } from '../../../../contract/file-names.js'
import type { Transfer } from '../../../../contract/transfers.js'
import { told } from '../../../../contract/words/say.js'
import type { Access } from '../access.js'
import type { LocalFiles } from '../local-files.js'
import { nameOfBytes } from '../name-bytes.js'
import { bytesOfPath } from '../paths.js'
import type { Place } from '../place.js'
import { remotePlace } from '../remote-place.js'
import { createClaims } from './claims.js'
import type { Wish } from './job.js'
import type { Offered } from './offered.js'
import { sourceGone } from './transfer-problems.js'

interface Parts {
  access: Access
  local: LocalFiles
  instanceName(instanceId: string): Promise<string>
}

interface Asked {
  instanceId: string
  /** Of a copy: the instance that it comes from. */
  sourceId?: string
  sources: string[]
  from: string | null
  to: string
}

export interface Wishes {
  /** What is said of a transfer before anything of it is done. Throws `instance-not-found`. */
  about(direction: Transfer['direction'], asked: Asked): Promise<Wish['about']>
  /** `offered`: the files that a window holds; those of an earlier window are out of reach. */
  of(wanted: Pick<Wish, 'about' | 'sources' | 'choice'>, offered?: Offered): Wish
}

interface Side {
  place: Place
  /** A path there, `~` put in words. */
  whole(path: string): string
  release(): void
}

/** What transfers need of both their sides: to open them, and to write to each place one at a time. */
export function createWishes({ access, local, instanceName }: Parts): Wishes {
  const claim = createClaims()

  async function remote(instanceId: string, signal: AbortSignal): Promise<Side> {
    const { way, release } = await access.take(instanceId, signal)
    const whole = (path: string) => nameOfBytes(bytesOfPath(path, way.home))
    return { place: remotePlace(way.sftp, way.more), whole, release }
  }
  const here = (place: Place): Side => ({ place, whole: (path) => path, release: () => undefined })

  return {
    async about(direction, { instanceId, sourceId, sources, from, to }) {
      const more = sources.length > 1 ? ` ${told`and ${sources.length - 1} more`}` : ''
      const named = async (id: string) => ({ instanceId: id, instanceName: await instanceName(id) })
      return {
        ...(await named(instanceId)),
        source: sourceId === undefined ? null : await named(sourceId),
        ...{ direction, name: `${shownName(nameOf(sources[0] ?? ''))}${more}`, from, to },
      }
    },
    of(wanted, offered) {
      const { instanceId, direction, source, from, to } = wanted.about
      const isDownload = direction === 'download'
      const openFrom = async (signal: AbortSignal): Promise<Side> => {
        if (isDownload) return remote(instanceId, signal)
        if (source !== null) return remote(source.instanceId, signal)
        const near = from === null ? offered?.place : local
        if (near === undefined) throw sourceGone()
        return here(near)
      }
      const openTo = async (signal: AbortSignal) => (isDownload ? here(local) : remote(instanceId, signal))
      return {
        ...wanted,
        async open(signal) {
          const one = await openFrom(signal)
          const other = await openTo(signal).catch((error) => {
            one.release()
            throw error
          })
          const release = () => {
            one.release()
            other.release()
          }
          return { from: one.place, to: other.place, target: other.whole(to), release }
        },
        async openTarget(signal) {
          const { place, release } = await openTo(signal)
          return { to: place, release }
        },
        claim: (path, signal) => claim(isDownload ? path : `${instanceId} ${path}`, signal),
      }
    },
  }
}
