import type { Call } from './command.js'
import { badRequest, invalid } from './errors.js'

/**
 * A list answer: `{ count, [name]: […] }` with the whole number as count and one page of entries;
 * `{}` when there is nothing, as CloudStack's serialiser does.
 */
export function page(call: Call, name: string, entries: object[]): object {
  const { size, first } = pageOf(call)
  const shown = entries.slice(first, first + size)
  return shown.length === 0 ? {} : { count: entries.length, [name]: shown }
}

function pageOf({ params, state }: Call) {
  const { maxPageSize } = state.settings
  if (params.page && !params.pagesize) {
    throw badRequest('"pagesize" parameter is required when "page" is specified')
  }
  if (params.pagesize && !params.page) {
    throw badRequest('"page" parameter is required when "pagesize" is specified')
  }
  const size = Number(params.pagesize ?? maxPageSize)
  if (size > maxPageSize) throw invalid(`Page size can't exceed max allowed page size value: ${maxPageSize}`)
  return { size, first: (Number(params.page ?? 1) - 1) * size }
}
