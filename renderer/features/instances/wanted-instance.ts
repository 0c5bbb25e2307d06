import { createWanted } from '../wanted.js'

/** Has the section Instances show one of them, by its id, as soon as it is in sight. */
export const { want: wantInstance, useWanted: useWantedInstance } = createWanted<string>()

/** Has it show those that a filter lets through. */
export const { want: wantInstances, useWanted: useWantedFilter } = createWanted<string>()
