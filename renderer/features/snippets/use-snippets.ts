import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/queries.js'

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
