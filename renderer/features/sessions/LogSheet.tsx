import { Radio, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SessionLogFormat } from '../../../contract/session-logs.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'

/** Begins to write what a session shows to a file, after saying what may be in it. */
export function LogSheet({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const [format, setFormat] = useState<SessionLogFormat>('text')
  const start = useMutation(api.sessionLogs.start.mutationOptions())
  return (
    <Sheet
      title={say`Log this session to a file`}
      verb={say`Start the log`}
      busy={start.isPending}
      problem={start.error === null ? undefined : errorInfo(start.error)}
      onSubmit={() => start.mutate({ sessionId, format }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>
        {say`Everything that the terminal shows from now on is written to a new file in Latchkey's own folder, until the session ends. Secrets that are shown are in it too: passwords typed where they can be seen, tokens, the contents of files. Nobody but you may read the file, but it is not encrypted.`}
      </p>
      <Radio.Group
        label={say`Written as`}
        value={format}
        onChange={(value) => setFormat(value as SessionLogFormat)}
      >
        <Stack gap="xs" mt="xs">
          <Radio
            value="text"
            data-autofocus
            label={say`Text`}
            description={say`Lines as you read them. Full-screen programs are left out.`}
          />
          <Radio
            value="raw"
            label={say`Raw`}
            description={say`Every byte, with colours. To be shown with cat or less -R.`}
          />
        </Stack>
      </Radio.Group>
    </Sheet>
  )
}
