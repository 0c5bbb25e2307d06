import type { AccountRequest } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'

/** How a request ended, and how long it took. */
export function resultOf({ status, problem, ms }: AccountRequest): string {
  return `${status ?? (problem === undefined || problem === null ? say`no answer` : problem)}, ${ms} ${say`ms`}`
}

/** One line a request, fields between tabs, for a ticket. */
export function requestsText(requests: AccountRequest[]): string {
  const lines = requests.map((request) => {
    const { at, method, target, what, requestId } = request
    return [at, `${method} ${target}`, what ?? '', resultOf(request), requestId ?? ''].join('\t')
  })
  return lines.join('\n')
}
