import { Button, Group } from '@mantine/core'
import { say } from '../../../../contract/words/say.js'
import classes from './FirstKeys.module.css'

interface Props {
  onCreate: () => void
  /** `scan`: with a look through the SSH folder. */
  onImport: (scan: boolean) => void
}

/** An empty vault: the two ways to fill it, side by side. */
export function FirstKeys({ onCreate, onImport }: Props) {
  return (
    <div className={classes.box}>
      <p className={classes.title}>{say`There is no key pair yet.`}</p>
      <div className={classes.ways}>
        <div className={classes.way}>
          <p>{say`Make a new one. Its private half goes straight into the vault.`}</p>
          <Button onClick={onCreate}>{say`Create key pair`}</Button>
        </div>
        <div className={classes.way}>
          <p>
            {say`Bring those you have: OpenSSH, PEM and PuTTY files, dropped here too, or pasted text. The files stay as they are.`}
          </p>
          <Group gap="sm" justify="center">
            <Button onClick={() => onImport(false)}>{say`Import keys`}</Button>
            <Button variant="default" onClick={() => onImport(true)}>
              {say`Look in ~/.ssh`}
            </Button>
          </Group>
        </div>
      </div>
    </div>
  )
}
