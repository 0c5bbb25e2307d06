import { ConnectionOptions } from '../../../contract/connection.js'
import type { Remedy } from '../../../contract/remedies.js'

/** The options as they are typed: texts where the contract has null or a list. */
export interface ConnectionForm extends Omit<ConnectionOptions, 'user' | 'agent' | 'environment'> {
  user: string
  agent: string
  /** `NAME=value`, one a line. */
  environment: string
}

export function formOf({ user, agent, environment, ...rest }: ConnectionOptions): ConnectionForm {
  const lines = environment.map(({ name, value }) => `${name}=${value}`)
  return { ...rest, user: user ?? '', agent: agent ?? '', environment: lines.join('\n') }
}

/** The form after what would have helped a connection that failed. */
export function withRemedies(form: ConnectionForm, remedies: Remedy[]): ConnectionForm {
  const chosen = remedies.flatMap((one) => (one.kind === 'choose-way' ? [[one.way, true]] : []))
  const weak = remedies.flatMap((one) => (one.kind === 'allow-weak' ? one.algorithms : []))
  return {
    ...form,
    ways: { ...form.ways, ...Object.fromEntries(chosen) },
    weakAlgorithms: [...new Set([...form.weakAlgorithms, ...weak])],
  }
}

export interface Checked {
  options: ConnectionOptions | null
  /** What is wrong, by the field. */
  problems: Partial<Record<keyof ConnectionForm, string>>
}

/** The options that a form stands for, or what is wrong with it. */
export function checkForm(form: ConnectionForm): Checked {
  const { user, agent, environment, ...rest } = form
  const checked = ConnectionOptions.safeParse({
    ...rest,
    user: user.trim() === '' ? null : user,
    agent: agent.trim() === '' ? null : agent,
    environment: variablesOf(environment),
  })
  if (checked.success) return { options: checked.data, problems: {} }
  const problems: Checked['problems'] = {}
  for (const { path, message } of checked.error.issues) {
    const field = String(path[0]) as keyof ConnectionForm
    problems[field] ??= message
  }
  return { options: null, problems }
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
