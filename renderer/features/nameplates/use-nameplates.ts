import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Nameplate } from '../../../contract/nameplates.js'
import { api, queryClient } from '../../api/queries.js'

/** By the instance's id. */
export type Nameplates = ReadonlyMap<string, Nameplate>

const none: Nameplate[] = []

/** Names and colours of the user's own, of all instances that have any. */
export function useNameplates(): Nameplates {
  const plates = useQuery(api.nameplates.list.queryOptions()).data ?? none
  return useMemo(() => byInstance(plates), [plates])
}

/** The same as they were read last, for what is asked outside of a screen. */
export function nameplatesNow(): Nameplates {
  return byInstance(queryClient.getQueryData<Nameplate[]>(api.nameplates.list.queryKey()) ?? none)
}

const byInstance = (plates: Nameplate[]): Nameplates =>
  new Map(plates.map((plate) => [plate.instanceId, plate]))
