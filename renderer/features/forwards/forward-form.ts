import { ForwardOptions } from '../../../contract/forwards.js'
import { wrongIn } from '../../ui/what-is-wrong.js'

export type ForwardKind = ForwardOptions['kind']

/** What is typed, as it is typed. */
export interface ForwardForm {
  kind: ForwardKind
  listenHost: string
  listenPort: string
  toHost: string
  toPort: string
  name: string
  withSession: boolean
  keepUp: boolean
}

export type FieldProblems = Partial<
  Record<'listenHost' | 'listenPort' | 'toHost' | 'toPort' | 'name', string>
>

export function formOf(options: ForwardOptions | null): ForwardForm {
  const { name = '', withSession = false, keepUp = true, kind = 'local' } = options ?? {}
  const to = options === null || options.kind === 'dynamic' ? null : options.to
  return {
    kind,
    listenHost: options?.listen.host ?? '127.0.0.1',
    listenPort: options === null || options.listen.port === 0 ? '' : String(options.listen.port),
    toHost: to?.host ?? '127.0.0.1',
    toPort: to === null ? '' : String(to.port),
    name,
    withSession,
    keepUp,
  }
}

const fields: Record<string, keyof FieldProblems> = {
  'listen.host': 'listenHost',
  'listen.port': 'listenPort',
  'to.host': 'toHost',
  'to.port': 'toPort',
  name: 'name',
}

/** `options` is null where something is wrong; `problems` say what, by field. */
export function checkForm(form: ForwardForm): { options: ForwardOptions | null; problems: FieldProblems } {
  const { kind, name, withSession, keepUp } = form
  const listen = { host: form.listenHost, port: portOf(form.listenPort, 0) }
  const to = kind === 'dynamic' ? {} : { to: { host: form.toHost, port: portOf(form.toPort, Number.NaN) } }
  const typed = { kind, listen, ...to, name, withSession, keepUp }
  const read = ForwardOptions.safeParse(typed)
  if (read.success) return { options: read.data, problems: {} }
  const problems: FieldProblems = {}
  for (const { path, message } of wrongIn(ForwardOptions, typed)) {
    const field = fields[path.join('.')]
    if (field !== undefined) problems[field] ??= message
  }
  return { options: null, problems }
}

function portOf(text: string, none: number): number {
  const trimmed = text.trim()
  if (trimmed === '') return none
  return /^\d{1,5}$/.test(trimmed) ? Number(trimmed) : Number.NaN
}
