import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { HostInfo } from '../../../contract/host.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Notice } from '../../ui/Notice.js'
import { hear } from '../../words/language.js'
import { rich } from '../../words/rich.js'

/** What the user must know of this start: a failure before it, and files of the profile that were damaged and put aside. */
export function Notices() {
  const info = useQuery({ ...api.host.info.queryOptions(), staleTime: Number.POSITIVE_INFINITY })
  const moved = info.data?.putAside ?? []
  return (
    <>
      {info.data !== undefined && info.data.crashes > 0 && (
        <CrashNotice key={info.data.crashes} profileDir={info.data.profileDir} />
      )}
      {moved.length > 0 && <PutAsideNotice moved={moved} />}
    </>
  )
}

function CrashNotice({ profileDir }: { profileDir: string }) {
  return (
    <Dismissable>
      {rich`${<strong>{say`Latchkey’s core failed and was started again.`}</strong>} Terminals, forwards and copies that were under way have ended; what was saved is there. The log in ${<span className="lk-mono">{profileDir}</span>} has the details.`}
    </Dismissable>
  )
}

function PutAsideNotice({ moved }: { moved: HostInfo['putAside'] }) {
  return (
    <Dismissable>
      {moved.map(({ file, movedTo, problem }) => (
        <div key={file}>
          <strong>{hear(problem.message)}</strong> {problem.advice !== undefined && hear(problem.advice)}{' '}
          {movedTo !== null && (
            <>
              {rich`It was put aside as ${<span className="lk-mono">{movedTo}</span>}; nothing in it was changed.`}{' '}
              <CopyButton value={movedTo} label={say`Copy path`} />
            </>
          )}
        </div>
      ))}
    </Dismissable>
  )
}

function Dismissable({ children }: { children: ReactNode }) {
  const [read, setRead] = useState(false)
  if (read) return null
  return (
    <Notice
      tone="warn"
      role="alert"
      actions={
        <Button variant="default" onClick={() => setRead(true)}>
          {say`Dismiss`}
        </Button>
      }
    >
      {children}
    </Notice>
  )
}
