import { asPlainText } from '../../../contract/base.js'
import { say } from '../../../contract/words/say.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { useGoTo } from '../frame/navigation.js'
import { sshText } from '../instances/instance-words.js'
import type { InstanceRow } from '../instances/rows.js'
import { wantInstance } from '../instances/wanted-instance.js'
import { ProductionTag } from '../nameplates/HostMark.js'
import { AskedByLink } from './AskedByLink.js'
import { whyNotHere } from './opening-words.js'
import classes from './openings.module.css'
import { useRows } from './use-rows.js'

interface Props {
  instanceId: string
  onDone: () => void
}

/** A latchkey: link: which instance it shows. Connecting to that is another click. */
export function InstanceOpening({ instanceId, onDone }: Props) {
  const here = useRows()
  if (here === undefined) return null
  const row = here.rows.find(({ id }) => id === instanceId)
  if (row === undefined)
    return (
      <AskedByLink
        title={say`The instance of this link is not here`}
        asker={whyNotHere(instanceId, here.accounts)}
        onClose={onDone}
      >
        <Fact label={say`Its id`}>
          <span className={classes.mono}>{asPlainText(instanceId)}</span>
        </Fact>
      </AskedByLink>
    )
  return <Known row={row} onDone={onDone} />
}

function Known({
  row: { id, instance, accountName, plate },
  onDone,
}: {
  row: InstanceRow
  onDone: () => void
}) {
  const goTo = useGoTo()
  const show = () => {
    onDone()
    goTo('instances')
    wantInstance(id)
  }
  const [best] = instance.ssh
  return (
    <AskedByLink
      title={say`Show ${instance.name}?`}
      verb={say`Show instance`}
      onConfirm={show}
      asker={say`A link outside Latchkey asks for this. It shows the instance in the list, and connects to nothing.`}
      onClose={onDone}
    >
      <Fact label={say`Instance`}>
        {instance.name} <ProductionTag plate={plate} />
      </Fact>
      <Fact label={say`Account`}>{accountName}</Fact>
      <Fact label={say`Address`}>
        <span className={classes.mono}>{best === undefined ? say`none` : sshText(best)}</span>
      </Fact>
    </AskedByLink>
  )
}
