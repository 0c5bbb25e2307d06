import type { ApiError } from './errors.js'

/** A whole answer, before it is written as JSON or XML. */
export interface Answer {
  status: number
  /** The single top-level property. */
  wrapper: string
  body: object
  /** Goes out as `X-Description`. */
  description?: string
}

/** The response names are the command in lower case, save where its author typed otherwise. */
const IRREGULAR: Record<string, string> = {
  resetSSHKeyForVirtualMachine: 'resetSSHKeyforvirtualmachineresponse',
}

const wrapperOf = (command: string) => IRREGULAR[command] ?? `${command.toLowerCase()}response`

export const success = (command: string, body: object): Answer => ({
  status: 200,
  wrapper: wrapperOf(command),
  body,
})

/** `command` is null if there is none of that name. */
export function refusal(command: string | null, error: ApiError): Answer {
  const cserrorcode = error.code === 401 ? {} : { cserrorcode: error.csCode }
  return {
    status: error.code,
    wrapper: command ? wrapperOf(command) : 'errorresponse',
    body: { uuidList: [], errorcode: error.code, ...cserrorcode, errortext: error.message },
    ...(error.code !== 401 && { description: error.message }),
  }
}

/** The answer's text and content type. XML is CloudStack's default: JSON only if `response=json` was asked for. */
export function serialise({ wrapper, body }: Answer, format: string | undefined) {
  if (format?.toLowerCase() === 'json') {
    return { type: 'application/json; charset=UTF-8', text: JSON.stringify({ [wrapper]: body }) }
  }
  const text = `<?xml version="1.0" encoding="UTF-8"?>${xml(wrapper, body)}`
  return { type: 'text/xml; charset=UTF-8', text }
}

function xml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((entry) => xml(name, entry)).join('')
  const inner =
    value !== null && typeof value === 'object'
      ? Object.entries(value)
          .map(([key, entry]) => xml(key, entry))
          .join('')
      : escapeXml(String(value))
  return `<${name}>${inner}</${name}>`
}

const escapeXml = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
