import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { useGoTo } from '../frame/navigation.js'
import { wantHosts } from '../known-hosts/wanted-hosts.js'

/** For a host key that is revoked: shows the lines that revoke keys, where one may be taken out after all. */
export function RevokedRemedy() {
  const goTo = useGoTo()
  const show = () => {
    wantHosts('revoked')
    goTo('known-hosts')
  }
  return (
    <Button h={24} px="sm" variant="default" onClick={show}>
      {say`Show in Known hosts`}
    </Button>
  )
}
