import { say } from '../../../contract/words/say.js'
import { useHiddenFromCapture } from '../../api/hide-from-capture.js'
import { timeText } from '../../ui/age.js'
import classes from './KitPage.module.css'
import { codeGroups } from './kit-code.js'

export interface Kit {
  code: string
  path: string
  madeAt: string
}

/** What opens the rescue file. `howTo` adds how, for the page that is printed. */
export function KitPage({ code, path, madeAt, howTo = false }: Kit & { howTo?: boolean }) {
  useHiddenFromCapture()
  return (
    <article className={classes.page}>
      <h2>{say`Latchkey recovery kit`}</h2>
      <p>
        {say`Whoever has this code and the rescue file has every private key in the vault. Keep the page where you keep passports, and the file in your backups.`}
      </p>
      <h3>{say`Recovery code`}</h3>
      <p className={classes.code} data-testid="recovery-code">
        {codeGroups(code).map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups never move, and two can be alike
          <span key={index}>{group} </span>
        ))}
      </p>
      <dl>
        <dt>{say`Rescue file`}</dt>
        <dd className={classes.path}>{path}</dd>
        <dt>{say`Made`}</dt>
        <dd>{say`${timeText(madeAt)}. A newer kit makes this one useless.`}</dd>
      </dl>
      {howTo && <HowTo path={path} />}
    </article>
  )
}

function HowTo({ path }: Pick<Kit, 'path'>) {
  const file = path.replace(/^.*[\\/]/, '')
  return (
    <>
      <h3>{say`How to use it`}</h3>
      <ol>
        <li>{say`Install Latchkey, or open it where it asks for a password that is lost.`}</li>
        <li>
          {say`Choose “Restore from a recovery kit or backup”, then the rescue file: the one named above, or the copy of it in your backups.`}
        </li>
        <li>
          {say`Type the code; blanks and capitals don’t matter. You see what is in the file, and choose what to restore.`}
        </li>
      </ol>
      <h3>{say`Without Latchkey`}</h3>
      <p>
        {say`The rescue file is a file of age (age-encryption.org). Put the code, as one line without blanks, into a file code.txt. The keys come out as JSON, each as an OpenSSH private key:`}
      </p>
      <pre>{`age -d -i code.txt ${file} > vault.json
jq -r '.keys[] | select(.name == "NAME").privateKey' vault.json`}</pre>
    </>
  )
}
