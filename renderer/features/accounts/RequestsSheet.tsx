import { Button, Group, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Account, AccountRequest } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { clockText } from '../../ui/age.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import classes from './RequestsSheet.module.css'
import { requestsText, resultOf } from './request-words.js'

/** What was sent for an account, for those who look for a fault with their cloud's support. */
export function RequestsSheet({ account, onClose }: { account: Account; onClose: () => void }) {
  const requests = useQuery({
    ...api.accounts.requests.queryOptions({ input: { id: account.id } }),
    staleTime: 0,
  })
  const list = requests.data ?? []
  return (
    <Dialog title={say`Requests of ${account.name}`} size={820} onClose={onClose}>
      <p>{say`The last 200 of this run, without headers, queries and contents. They are kept in memory only.`}</p>
      {requests.error !== null && <ErrorMessage problem={errorInfo(requests.error)} />}
      {requests.data !== undefined && list.length === 0 && <p>{say`Nothing was sent yet.`}</p>}
      {list.length > 0 && (
        <Table.ScrollContainer
          minWidth={0}
          maxHeight={420}
          scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
        >
          <Table stickyHeader className={classes.requests}>
            <Table.Thead>
              <Table.Tr>
                {[say`Time`, say`Request`, say`Answer`, say`Request id`].map((header) => (
                  <Table.Th key={header}>{header}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>{list.map(row)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Group justify="flex-end" gap="sm" mt="md">
        {list.length > 0 && <CopyButton words label={say`Copy`} value={requestsText(list)} />}
        <Button variant="default" onClick={() => void requests.refetch()}>
          {say`Read again`}
        </Button>
        <Button onClick={onClose}>{say`Close`}</Button>
      </Group>
    </Dialog>
  )
}

function row(request: AccountRequest, index: number) {
  const { at, method, target, what, requestId } = request
  return (
    <Table.Tr key={`${at} ${index}`}>
      <Table.Td>{clockText(at)}</Table.Td>
      <Table.Td>
        {what !== null && <strong>{what} </strong>}
        <span className={`${classes.long} lk-mono`}>{`${method} ${target}`}</span>
      </Table.Td>
      <Table.Td>{resultOf(request)}</Table.Td>
      <Table.Td className={`${classes.long} lk-mono`}>{requestId ?? ''}</Table.Td>
    </Table.Tr>
  )
}
