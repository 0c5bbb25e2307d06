import { z } from 'zod'

/** What an application credential may call; anything else is answered with 401. */
export const AccessRule = z.object({ service: z.string(), method: z.string(), path: z.string() })
export type AccessRule = z.infer<typeof AccessRule>

/**
 * Whether one of the rules allows the call of compute, by the path below its version and, where the cloud's paths have one, its
 * project. In a rule's path `*` and `{name}` stand for one segment, `**` for several:
 * https://docs.openstack.org/keystone/latest/user/application_credentials.html
 */
export function allowsCompute(rules: AccessRule[], method: string, path: string): boolean {
  return rules.some(
    (rule) =>
      rule.service === 'compute' &&
      rule.method === method &&
      [path, `/project${path}`].some((one) => fits(rule.path, one)),
  )
}

function fits(rulePath: string, path: string): boolean {
  const below = rulePath.replace(/^\/v2(\.\d+)?(?=\/)/, '')
  const pieces = below.split(/(\*\*|\*|\{[^}/]*\})/).map((piece) => {
    if (piece === '**') return '.*'
    return piece === '*' || piece.startsWith('{') ? '[^/]+' : piece.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
  })
  return new RegExp(`^${pieces.join('')}$`).test(path)
}
