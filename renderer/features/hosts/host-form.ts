import { LoginUser } from '../../../contract/base.js'
import { HostAddress, HostName, HostPort, JumpNote, type OwnHost } from '../../../contract/hosts.js'
import { wrongWith } from '../../ui/what-is-wrong.js'
import { parseAddress } from './parse-address.js'

/** The form of a host, as it is typed. */
export interface HostForm {
  name: string
  address: string
  port: string
  user: string
  tags: string[]
  jump: string
  keyId: string | null
}

export const emptyForm: HostForm = {
  name: '',
  address: '',
  port: '22',
  user: '',
  tags: [],
  jump: '',
  keyId: null,
}

/** What a link tells of a host. */
export interface NewPlace {
  host: string
  port: number
  user: string | null
}

/** The form of a new host of which something is known. */
export function newForm(place: NewPlace | undefined): HostForm {
  if (place === undefined) return emptyForm
  const { host, port, user } = place
  return { ...emptyForm, name: nameOf(host), address: host, port: String(port), user: user ?? '' }
}

export function formOf({ name, host, port, user, tags, jump }: OwnHost, keyId: string | null): HostForm {
  return { name, address: host, port: String(port), user, tags, jump: jump ?? '', keyId }
}

/** The form with what the address holds beside the host in the fields of their own, once it is left. */
export function withAddressRead(form: HostForm): HostForm {
  const { host, port, user } = parseAddress(form.address)
  return {
    ...form,
    address: host,
    port: port === undefined ? form.port : String(port),
    user: user ?? form.user,
    name: form.name === '' ? nameOf(host) : form.name,
  }
}

/** Whether the name is the one that the address proposes, and not one of the user's own. */
export const isProposed = ({ name, address }: HostForm): boolean => name !== '' && name === nameOf(address)

/** Of a DNS name its first part. */
function nameOf(host: string): string {
  return /^[\d.]+$|:/.test(host) ? host : (host.split('.')[0] ?? host)
}

type Problems = Partial<Record<'name' | 'address' | 'port' | 'user' | 'jump', string>>

/** What is wrong, by field. */
export function problemsOf({ name, address, port, user, jump }: HostForm): Problems {
  const found = {
    name: wrongWith(HostName, name),
    address: wrongWith(HostAddress, address),
    port: wrongWith(HostPort, /^\d+$/.test(port.trim()) ? Number(port) : Number.NaN),
    user: wrongWith(LoginUser, user),
    jump: jump.trim() === '' ? undefined : wrongWith(JumpNote, jump),
  }
  return Object.fromEntries(Object.entries(found).filter(([, message]) => message !== undefined))
}

/** As the host is told of it. Only of a form without problems. */
export function factsOf({ name, address, port, user, tags, jump, keyId }: HostForm) {
  return {
    name: name.trim(),
    host: address.trim(),
    port: Number(port),
    user: user.trim(),
    tags,
    jump: jump.trim() || null,
    ...(keyId !== null && { keyId }),
  }
}
