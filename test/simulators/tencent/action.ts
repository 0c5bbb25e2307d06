import { ApiError, missingParameter, unknownParameter } from './errors.js'
import type { State } from './state.js'

/** One call whose signature held. */
export interface Call {
  state: State
  service: string
  action: string
  /** Of X-TC-Region; empty without. */
  region: string
  params: Record<string, unknown>
  requestId: string
}

export interface Action {
  service: string
  version: string
  /** Whether X-TC-Region must name one. */
  regional: boolean
  /** Names of the parameters that it knows. */
  takes: string[]
  /** What goes into the answer beside the RequestId. Throws ApiError. */
  run(call: Call): object | Promise<object>
}

type Parts = Partial<Pick<Action, 'regional' | 'takes'>>

/** An action of CVM. */
export function cvm(run: Action['run'], { regional = false, takes = [] }: Parts): Action {
  return { service: 'cvm', version: '2017-03-12', regional, takes, run }
}

/** Throws where the action can't take the call as it is. */
export function checkCall(action: Action, { state, region, params }: Call): void {
  const { regions, settings } = state
  if (action.regional && region === '') throw missingParameter('Region')
  if (region !== '' && (!regions.includes(region) || settings.closedRegions.includes(region)))
    throw new ApiError('UnsupportedRegion', `The specified region \`${region}\` is not supported.`)
  for (const name of Object.keys(params)) if (!action.takes.includes(name)) throw unknownParameter(name)
}

/** A text that must be there and not empty. */
export function text({ params }: Call, name: string): string {
  const value = params[name]
  if (typeof value !== 'string' || value === '') throw missingParameter(name)
  return value
}

/** A list of 1 to 100 texts. */
export function texts({ params }: Call, name: string): string[] {
  const value = params[name]
  if (!Array.isArray(value) || value.length === 0) throw missingParameter(name)
  if (value.length > 100)
    throw new ApiError('InvalidParameterValue.LimitExceeded', `\`${name}\` has over 100 values.`)
  return value.map(String)
}

/** One page of a list, with the number of all. */
export function page(call: Call, property: string, entries: object[]): object {
  const { Offset = 0, Limit = 20 } = call.params
  const [first, limit] = [Number(Offset), Number(Limit)]
  if (!(first >= 0)) throw new ApiError('InvalidParameterValue.Offset', 'The specified `Offset` is invalid.')
  if (!(limit >= 1 && limit <= 100))
    throw new ApiError(
      'InvalidParameterValue.Limit',
      'The specified `Limit` is invalid, the range is [1, 100].',
    )
  const size = Math.min(limit, call.state.settings.pageSize)
  return { TotalCount: entries.length, [property]: entries.slice(first, first + size) }
}
