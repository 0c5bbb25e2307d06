import { useQuery } from '@tanstack/react-query'
import type { DemoPlace } from '../../../contract/demo.js'
import { api } from '../../api/queries.js'

/** Whether this is a demo, or one can be started; undefined before that is known. */
export function useDemo(): DemoPlace | undefined {
  return useQuery({ ...api.host.info.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data?.demo
}
