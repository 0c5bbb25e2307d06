import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Snippet } from '../../../contract/snippets.js'
import { rpc } from '../../api/client.js'
import { api, queryClient } from '../../api/queries.js'

/** The snippets, and how to change them. */
export function useSnippets() {
  const client = useQueryClient()
  const onSuccess = () => client.invalidateQueries({ queryKey: api.snippets.list.key() })
  return {
    list: useQuery(api.snippets.list.queryOptions()),
    save: useMutation({ ...api.snippets.save.mutationOptions(), onSuccess }),
    remove: useMutation({ ...api.snippets.remove.mutationOptions(), onSuccess }),
  }
}

/** One that was deleted, as it was. */
export async function putSnippetBack(snippet: Snippet): Promise<void> {
  await rpc.snippets.save(snippet)
  await queryClient.invalidateQueries({ queryKey: api.snippets.list.key() })
}
