import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/queries.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Notice } from '../../ui/Notice.js'

/** What the user must know of this start: files of the profile that were damaged and put aside. */
export function Notices() {
  const info = useQuery({ ...api.host.info.queryOptions(), staleTime: Number.POSITIVE_INFINITY })
  const [read, setRead] = useState(false)
  const moved = info.data?.putAside ?? []
  if (read || moved.length === 0) return null
  return (
    <Notice
      tone="warn"
      role="alert"
      actions={
        <Button variant="default" onClick={() => setRead(true)}>
          Dismiss
        </Button>
      }
    >
      {moved.map(({ file, movedTo, problem }) => (
        <div key={file}>
          <strong>{problem.message}</strong> {problem.advice}{' '}
          {movedTo !== null && (
            <>
              It was put aside as <span className="lk-mono">{movedTo}</span>; nothing in it was changed.{' '}
              <CopyButton value={movedTo} label="Copy path" />
            </>
          )}
        </div>
      ))}
    </Notice>
  )
}
