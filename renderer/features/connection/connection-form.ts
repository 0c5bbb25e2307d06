import { ConnectionOptions } from '../../../contract/connection.js'
import type { Remedy } from '../../../contract/remedies.js'
import type { RouteProxy } from '../../../contract/route.js'
import { wrongIn } from '../../ui/what-is-wrong.js'

/** The options as they are typed: texts where the contract has null or a list. */
export interface ConnectionForm extends Omit<ConnectionOptions, 'user' | 'agent' | 'environment' | 'proxy'> {
  user: string
  agent: string
  /** `NAME=value`, one a line. */
  environment: string
  proxy: ProxyForm
}

export interface ProxyForm {
  kind: RouteProxy['kind'] | 'none'
  host: string
  port: number
  user: string
  /** Typed just now; the one that is kept never comes back. */
  password: string
  passwordId: string | null
}

const noProxy: ProxyForm = { kind: 'none', host: '', port: 1080, user: '', password: '', passwordId: null }

export function formOf({ user, agent, environment, proxy, ...rest }: ConnectionOptions): ConnectionForm {
  const lines = environment.map(({ name, value }) => `${name}=${value}`)
  const known = proxy === null ? noProxy : { ...proxy, user: proxy.user ?? '', password: '' }
  return { ...rest, user: user ?? '', agent: agent ?? '', environment: lines.join('\n'), proxy: known }
}

/** The form after what would have helped a connection that failed. */
export function withRemedies(form: ConnectionForm, remedies: Remedy[]): ConnectionForm {
  const chosen = remedies.flatMap((one) => (one.kind === 'choose-way' ? [[one.way, true]] : []))
  const weak = remedies.flatMap((one) => (one.kind === 'allow-weak' ? one.algorithms : []))
  const [through] = remedies.flatMap((one) => (one.kind === 'go-through' ? [one.instanceId] : []))
  return {
    ...form,
    ...(through !== undefined && { route: { via: 'jumps' as const, jumps: [through] } }),
    ways: { ...form.ways, ...Object.fromEntries(chosen) },
    weakAlgorithms: [...new Set([...form.weakAlgorithms, ...weak])],
  }
}

export interface Checked {
  options: ConnectionOptions | null
  /** Only where one was typed. */
  proxyPassword?: string
  /** What is wrong, by the field. */
  problems: Partial<Record<keyof ConnectionForm, string>>
}

/** The options that a form stands for, or what is wrong with it. */
export function checkForm(form: ConnectionForm): Checked {
  const { user, agent, environment, proxy, ...rest } = form
  const typed = {
    ...rest,
    user: user.trim() === '' ? null : user,
    agent: agent.trim() === '' ? null : agent,
    environment: variablesOf(environment),
    proxy: proxyOf(proxy),
  }
  const checked = ConnectionOptions.safeParse(typed)
  if (checked.success)
    return {
      options: checked.data,
      problems: {},
      ...(checked.data.proxy?.user != null && proxy.password !== '' && { proxyPassword: proxy.password }),
    }
  const problems: Checked['problems'] = {}
  for (const { path, message } of wrongIn(ConnectionOptions, typed)) {
    const field = String(path[0]) as keyof ConnectionForm
    problems[field] ??= message
  }
  return { options: null, problems }
}

function proxyOf({ kind, host, port, user, passwordId }: ProxyForm): RouteProxy | null {
  if (kind === 'none') return null
  return { kind, host, port, user: user.trim() === '' ? null : user, passwordId }
}

/** A line without `=` is a variable without a value; its name says whether it is one. */
function variablesOf(lines: string): { name: string; value: string }[] {
  const full = lines.split('\n').filter((line) => line.trim() !== '')
  return full.map((line) => {
    const at = line.indexOf('=')
    return at < 0 ? { name: line, value: '' } : { name: line.slice(0, at), value: line.slice(at + 1) }
  })
}

/** What each group of fields gets. */
export interface FieldsProps {
  form: ConnectionForm
  problems: ReturnType<typeof checkForm>['problems']
  set: (change: Partial<ConnectionForm>) => void
}
