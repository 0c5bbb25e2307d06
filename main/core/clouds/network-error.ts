import { CloudError } from './cloud-error.js'

/** What the user is told about a failure of Node's network layer, by its code. `{host}` and `{port}` are filled in. */
interface Story {
  message: string
  advice: string
}

const CHECK_NETWORK = 'Check the network and any VPN that the cloud needs, then try again.'
const MAYBE_HTTPS =
  'If this port wants TLS, enter the endpoint with https://. Else check the network and any VPN, then try again.'

const unreachable: Record<string, Story> = {
  ECONNREFUSED: {
    message: 'Nothing at {host} accepts connections on port {port}.',
    advice: 'Check host and port of the endpoint, and that the cloud is up.',
  },
  ENOTFOUND: {
    message: 'There is no host named {host}.',
    advice: 'Check the endpoint for a typing error, and any VPN that is needed to know this name.',
  },
  EAI_AGAIN: { message: 'The name {host} could not be looked up just now.', advice: CHECK_NETWORK },
  ENETUNREACH: { message: 'There is no way from here to {host}.', advice: CHECK_NETWORK },
  EHOSTUNREACH: { message: 'There is no way from here to {host}.', advice: CHECK_NETWORK },
  ETIMEDOUT: { message: '{host} did not answer.', advice: CHECK_NETWORK },
  UND_ERR_CONNECT_TIMEOUT: { message: '{host} did not answer.', advice: CHECK_NETWORK },
}

const selfSigned: Story = {
  message: 'The certificate of {host} is self-signed or from an authority that this computer does not know.',
  advice:
    "If it is your own cloud, paste the certificate of its authority under Connection in the account's form.",
}

const tls: Record<string, Story> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: selfSigned,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: selfSigned,
  UNABLE_TO_GET_ISSUER_CERT: selfSigned,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: selfSigned,
  CERT_HAS_EXPIRED: {
    message: 'The certificate of {host} has expired.',
    advice:
      "Check this computer's clock; if it is right, the operator of the cloud must renew the certificate.",
  },
  CERT_NOT_YET_VALID: {
    message: 'The certificate of {host} is not valid yet.',
    advice: "Check this computer's clock.",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    message: 'The certificate that {host} shows belongs to another host.',
    advice: 'Enter the endpoint with the host name that the certificate is for.',
  },
}

const noTls: Story = {
  message: '{host} does not speak TLS on port {port}.',
  advice: 'Check the port of the endpoint; some private clouds answer only to http:// on port 8080.',
}

const otherTls: Story = {
  message: 'No safe connection to {host} could be agreed on.',
  advice: 'Ask the operator of the cloud which TLS versions and certificates its API has.',
}

/**
 * What Node's network layer threw, as the error for the user: `cloud-tls` if certificate or handshake failed, else
 * `cloud-unreachable`. A connection that broke after it was made is marked `lost`.
 */
export function networkError(url: URL, error: unknown, proxy: string | null = null): CloudError {
  const { code, text } = innermost(error)
  if (proxy !== null && (code in unreachable || isProxyRefusal(text)))
    return proxyError(proxy, url, text, error)
  const cause = { cause: error, detail: text }
  const notSent = unreachable[code]
  if (notSent) {
    const parts = { advice: notSent.advice, retryable: true, ...cause }
    return new CloudError('cloud-unreachable', fill(notSent.message, url), parts)
  }
  const badTls = tls[code] ?? handshakeStory(code, text)
  if (badTls)
    return new CloudError('cloud-tls', fill(badTls.message, url), { advice: badTls.advice, ...cause })
  const message =
    code === 'HPE_INVALID_CONSTANT'
      ? fill('What answers at {host} on port {port} does not speak HTTP.', url)
      : `The connection to ${url.host} broke before its answer was complete.`
  const advice = url.protocol === 'http:' ? MAYBE_HTTPS : CHECK_NETWORK
  return new CloudError('cloud-unreachable', message, { advice, again: 'lost', ...cause })
}

const isProxyRefusal = (text: string) => /^Proxy response \(\d+\)/.test(text)

/** The proxy is not there, or does not let us through. Its address may hold a password: only its host is named. */
function proxyError(proxy: string, url: URL, text: string, cause: unknown): CloudError {
  const status = /^Proxy response \((\d+)\)/.exec(text)?.[1]
  const { host } = new URL(proxy)
  const message =
    status === undefined
      ? `The proxy ${host}, which leads to ${url.hostname}, can not be reached.`
      : `The proxy ${host} does not let Latchkey through to ${url.hostname} (HTTP ${status}).`
  return new CloudError('cloud-unreachable', message, {
    advice: 'Check the proxy under Settings, or in the environment that Latchkey was started from.',
    retryable: true,
    detail: text,
    cause,
  })
}

function handshakeStory(code: string, text: string): Story | undefined {
  if (/wrong version number|packet length too long|http request/i.test(text)) return noTls
  return /^(ERR_SSL_|ERR_TLS_|EPROTO|CERT_)/.test(code) ? otherTls : undefined
}

/** The error that matters may be wrapped in one or two others. */
function innermost(error: unknown): { code: string; text: string } {
  let found = error
  while (found instanceof Error && found.cause instanceof Error) found = found.cause
  if (found instanceof AggregateError && found.errors[0] instanceof Error) found = found.errors[0]
  if (!(found instanceof Error)) return { code: '', text: String(found) }
  const code = 'code' in found && typeof found.code === 'string' ? found.code : ''
  return { code, text: found.message }
}

function fill(message: string, url: URL): string {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return message.replace('{host}', url.hostname).replace('{port}', port)
}
