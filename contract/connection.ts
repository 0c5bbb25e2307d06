import { z } from 'zod'
import { Id, isPlainText, LoginUser, procedure } from './base.js'
import { ProxyPassword, Route, RouteProxy } from './route.js'
import { WeakAlgorithm } from './weak-algorithms.js'

const EnvironmentVariable = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'A variable’s name has letters, digits and _ only.'),
  value: z
    .string()
    .max(2000, 'A variable has at most 2000 characters.')
    .refine(isPlainText, 'A variable has no control characters.'),
})
export type EnvironmentVariable = z.infer<typeof EnvironmentVariable>

const agentPlace = /^(pageant|\/.+|[\\/]{2}\.[\\/]pipe[\\/].+|[A-Za-z]:[\\/].+)$/

/** How Latchkey connects to one instance. */
export const ConnectionOptions = z.object({
  /** Null: the one that is proposed, or was proven last. */
  user: LoginUser.nullable(),
  /** What may be tried after the bound key, and where none is bound. */
  ways: z.object({ agent: z.boolean(), prompts: z.boolean(), password: z.boolean() }),
  /** Where the user's own agent listens: a socket, a Windows pipe, or `pageant`. Null: where the system says. */
  agent: z
    .string()
    .trim()
    .max(500)
    .regex(
      agentPlace,
      'An agent is the full path of its socket, a Windows pipe such as //./pipe/openssh-ssh-agent, or pageant.',
    )
    .nullable(),
  /** 0: never ask whether the server is still there. */
  keepAliveSeconds: z.int('A number of seconds.').min(0, 'At least 0 s.').max(3600, 'At most 3600 s.'),
  /** For TCP, handshake and login each; a person's thinking time is not counted. */
  connectSeconds: z.int('A number of seconds.').min(2, 'At least 2 s.').max(600, 'At most 600 s.'),
  compression: z.boolean(),
  addressFamily: z.enum(['any', 'ipv4', 'ipv6']),
  environment: z
    .array(EnvironmentVariable)
    .max(50, 'At most 50 variables.')
    .refine(
      (all) => new Set(all.map(({ name }) => name)).size === all.length,
      'Each variable can be there once only.',
    ),
  /** Empty for none. `instead`: the session is this command and ends with it; else it is typed into the shell. */
  startUp: z.object({
    command: z
      .string()
      .trim()
      .max(4000, 'A command has at most 4000 characters.')
      .refine(isPlainText, 'A command is one line without control characters.'),
    instead: z.boolean(),
  }),
  /** Programs on the server may use the user's own agent; never the vault. */
  forwardAgent: z.boolean(),
  weakAlgorithms: z.array(WeakAlgorithm).max(50),
  route: Route.default({ via: 'auto' }),
  proxy: RouteProxy.nullable().default(null),
})
export type ConnectionOptions = z.infer<typeof ConnectionOptions>

export const defaultConnection: ConnectionOptions = {
  user: null,
  ways: { agent: false, prompts: false, password: false },
  agent: null,
  keepAliveSeconds: 15,
  connectSeconds: 20,
  compression: false,
  addressFamily: 'any',
  environment: [],
  startUp: { command: '', instead: false },
  forwardAgent: false,
  weakAlgorithms: [],
  route: { via: 'auto' },
  proxy: null,
}

export const connection = {
  /** `options`: as the user has set them, else the defaults. `systemAgent`: where the user's agent listens, if anywhere. */
  get: procedure
    .input(z.object({ instanceId: Id }))
    .output(z.object({ options: ConnectionOptions, systemAgent: z.string().nullable() })),
  /**
   * From the next connection on. `proxyPassword` goes into the vault; without it the proxy keeps what it has, as long as it
   * is the same proxy and the same user. Throws `instance-not-found`, `ssh-route-unusable` and the vault's errors.
   */
  set: procedure
    .input(z.object({ instanceId: Id, options: ConnectionOptions, proxyPassword: ProxyPassword.optional() }))
    .output(ConnectionOptions),
}
