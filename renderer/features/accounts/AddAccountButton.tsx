import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { useGoTo } from '../frame/navigation.js'
import { createStore } from '../store.js'

/** Whether the form for a new account is wanted; it opens in the section Accounts. */
export const addingAccount = createStore(false)

/** Leads to the form for a new account from anywhere. */
export function AddAccountButton() {
  const goTo = useGoTo()
  const open = () => {
    addingAccount.change(() => true)
    goTo('accounts')
  }
  return <Button onClick={open}>{say`Add account`}</Button>
}
