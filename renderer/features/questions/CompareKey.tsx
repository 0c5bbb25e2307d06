import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ShownHostKey } from '../../../contract/questions.js'
import { say } from '../../../contract/words/say.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { type Comparison, compareKey, keyKind } from './compare-key.js'
import { fingerprintCommand } from './host-key-file.js'
import classes from './questions.module.css'

interface Props {
  instanceName: string
  offered: ShownHostKey
  known?: readonly ShownHostKey[]
}

/** How to see the true fingerprint: on the server, by a way that is not this connection. What it prints can be pasted. */
export function CompareKey({ instanceName, offered, known = [] }: Props) {
  const [pasted, setPasted] = useState('')
  const command = fingerprintCommand(offered.algorithm)
  return (
    <div className={classes.compare}>
      <p className={classes.text}>
        {say`To compare, run this on ${instanceName} itself, for example in the cloud's console:`}
      </p>
      <div className={classes.command}>
        <code>{command}</code>
        <CopyButton value={command} label={say`Copy command`} />
      </div>
      <Textarea
        aria-label={say`What it printed`}
        placeholder={say`Paste here what it printed: the fingerprint or the key is looked for`}
        autosize
        minRows={1}
        maxRows={4}
        value={pasted}
        onChange={(event) => setPasted(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes.pasted }}
      />
      <Verdict
        comparison={pasted.trim() === '' ? null : compareKey(pasted, offered, known)}
        kind={keyKind(offered.algorithm)}
      />
    </div>
  )
}

function Verdict({ comparison, kind }: { comparison: Comparison | null; kind: string }) {
  return (
    <p className={classes.verdict} data-comparison={comparison} role="status">
      {comparison !== null && verdicts[comparison](kind)}
    </p>
  )
}

const verdicts: Record<Comparison, (kind: string) => string> = {
  same: () => say`It is the same key.`,
  known: () => say`That is the known key, not the one that is offered now. Do not connect.`,
  different: () => say`It is another key. Do not connect.`,
  'other-types': (kind) => say`No ${kind} key is in it, so that says nothing about this one.`,
  md5: () => say`It has MD5 fingerprints only, and those are not compared. Run the command above.`,
  nothing: () => say`There is no fingerprint and no public key in it.`,
}
