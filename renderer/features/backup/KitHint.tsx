import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { api } from '../../api/queries.js'
import { Notice } from '../../ui/Notice.js'
import { useGoTo } from '../frame/navigation.js'

/** Said once, where there are some key pairs and no recovery kit. */
export function KitHint() {
  const goTo = useGoTo()
  const client = useQueryClient()
  const hint = useQuery({ ...api.backup.kitHint.queryOptions(), refetchOnMount: 'always' })
  if (hint.data !== true) return null
  const dismiss = async () => {
    await rpc.backup.dismissKitHint()
    await client.invalidateQueries({ queryKey: api.backup.kitHint.key() })
  }
  return (
    <Notice
      actions={
        <>
          <Button variant="default" onClick={() => goTo('settings')}>
            {say`See the settings`}
          </Button>
          <Button variant="subtle" onClick={() => void dismiss()}>
            {say`Don’t say again`}
          </Button>
        </>
      }
    >
      {say`There is no recovery kit yet: a page to print, which opens the vault when the keychain is lost or the password forgotten.`}
    </Notice>
  )
}
