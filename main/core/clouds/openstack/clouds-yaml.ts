import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { LatchkeyError } from '../../lib/error.js'

/** https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html */
const Entry = z.looseObject({
  auth: z.record(z.string(), z.unknown()),
  auth_type: z.string().nullish(),
  region_name: z.string().nullish(),
  regions: z.array(z.union([z.string(), z.looseObject({ name: z.string() })])).nullish(),
})
const File = z.looseObject({ clouds: z.record(z.string(), Entry) })

/** The one cloud of a clouds.yaml, by the names that it has there. Throws `input-invalid`. */
export function readCloudsYaml(text: string): Record<string, string> {
  const { auth, auth_type, region_name, regions } = onlyCloud(text)
  const texts = Object.entries(auth).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const named = (regions ?? []).map((region) => (typeof region === 'string' ? region : region.name))
  return {
    ...Object.fromEntries(texts),
    auth_type: auth_type ?? '',
    regions: region_name || named.join(', '),
  }
}

function onlyCloud(text: string): z.infer<typeof Entry> {
  const { success, data } = File.safeParse(parsed(text))
  if (!success)
    throw new LatchkeyError('input-invalid', 'This is neither an openrc file nor a clouds.yaml.', {
      advice: 'A clouds.yaml starts with "clouds:"; an openrc file has lines like export OS_AUTH_URL=….',
    })
  const [only, ...more] = Object.values(data.clouds)
  if (only !== undefined && more.length === 0) return only
  const names = Object.keys(data.clouds).join(', ')
  throw new LatchkeyError(
    'input-invalid',
    only === undefined
      ? 'This clouds.yaml holds no cloud.'
      : `This clouds.yaml holds several clouds: ${names}.`,
    { advice: 'Paste the one that this account is for, with "clouds:" above it.' },
  )
}

/** Every value as text but null, ~ and none: a password of digits is no number. The parser's words are left out, they may quote a secret. */
function parsed(text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe', customTags: ['null'] })
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined
    throw new LatchkeyError(
      'input-invalid',
      `This YAML can not be read${line === undefined ? '' : `: look at line ${line}`}.`,
      { advice: 'Paste the whole file as it is.' },
    )
  }
}
