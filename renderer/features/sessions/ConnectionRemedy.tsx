import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { Remedy } from '../../../contract/remedies.js'
import { say } from '../../../contract/words/say.js'
import { ConnectionSheet } from '../connection/ConnectionSheet.js'
import type { Pane } from './panes.js'
import { RevokedRemedy } from './RevokedRemedy.js'
import { reconnect } from './sessions.js'

/** For a connection that failed: changes how the instance is connected to, with what would have helped ticked. */
export function ConnectionRemedy({ pane, problem }: { pane: Pane; problem: ErrorInfo }) {
  const [chosen, choose] = useState<Remedy[] | null>(null)
  const { instanceId, name: instanceName } = problem.hop ?? {
    instanceId: pane.target.instanceId,
    name: pane.target.instanceName,
  }
  const [first] = problem.remedies ?? []
  if (first?.kind === 'see-revoked') return <RevokedRemedy />
  if (isAboutHostKey(problem)) return null
  return (
    <>
      {first !== undefined && (
        <Button h={24} px="sm" variant="default" onClick={() => choose([first])}>
          {wordsFor(first)}
        </Button>
      )}
      <Button h={24} px="sm" variant="default" onClick={() => choose([])}>
        {problem.hop === undefined ? say`Connection…` : say`Connection to ${problem.hop.name}…`}
      </Button>
      {chosen !== null && (
        <ConnectionSheet
          instanceId={instanceId}
          instanceName={instanceName}
          remedies={chosen}
          verb={say`Save and connect`}
          onSaved={() => {
            choose(null)
            reconnect(pane.id)
          }}
          onClose={() => choose(null)}
        />
      )}
    </>
  )
}

/** Nothing of how the instance is connected to makes its host key another. */
const isAboutHostKey = ({ code }: ErrorInfo) =>
  code === 'ssh-host-key-refused' || code === 'ssh-host-key-changed'

const ways = {
  password: say`Use a password…`,
  prompts: say`Answer the server…`,
  agent: say`Use my SSH agent…`,
}

function wordsFor(remedy: Exclude<Remedy, { kind: 'see-revoked' }>): string {
  if (remedy.kind === 'go-through') return say`Connect through ${remedy.name}…`
  return remedy.kind === 'allow-weak' ? say`Allow weak algorithms…` : ways[remedy.way]
}
