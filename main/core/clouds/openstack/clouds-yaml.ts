import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { told } from '../../../../contract/words/say.js'
import { LatchkeyError } from '../../lib/error.js'

/** https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html */
const Entry = z.looseObject({
  auth: z.record(z.string(), z.unknown()),
  auth_type: z.string().nullish(),
  region_name: z.string().nullish(),
  regions: z.array(z.union([z.string(), z.looseObject({ name: z.string() })])).nullish(),
})
const File = z.looseObject({ clouds: z.record(z.string(), z.unknown()) })

/** What each cloud of a clouds.yaml is called, with what stands under it. Never empty. Throws `input-invalid`. */
export function readCloudsYaml(text: string): Record<string, unknown> {
  const { success, data } = File.safeParse(parsed(text))
  if (!success)
    throw new LatchkeyError('input-invalid', 'This is neither an openrc file nor a clouds.yaml.', {
      advice: 'A clouds.yaml starts with "clouds:"; an openrc file has lines like export OS_AUTH_URL=….',
    })
  if (Object.keys(data.clouds).length === 0)
    throw new LatchkeyError('input-invalid', 'This clouds.yaml holds no cloud.')
  return data.clouds
}

/** One of its clouds, by the names that it has there. Throws `input-invalid`. */
export function entryOf(clouds: Record<string, unknown>, name: string): Record<string, string> {
  const { success, data } = Entry.safeParse(Object.hasOwn(clouds, name) ? clouds[name] : null)
  if (!success)
    throw new LatchkeyError(
      'input-invalid',
      `The cloud "${name}" of this clouds.yaml has no readable "auth:".`,
      {
        advice: 'It needs auth_url there, and who signs in.',
      },
    )
  const { auth, auth_type, region_name, regions, ...others } = data
  const named = (regions ?? []).map((region) => (typeof region === 'string' ? region : region.name))
  return {
    ...textsOf(others),
    ...textsOf(auth),
    auth_type: auth_type ?? '',
    regions: region_name || named.join(', '),
  }
}

function textsOf(fields: Record<string, unknown>): Record<string, string> {
  const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string'
  return Object.fromEntries(Object.entries(fields).filter(isText))
}

/** Every value as text but null, ~ and none: a password of digits is no number. The parser's words are left out, they may quote a secret. */
function parsed(text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe', customTags: ['null'] })
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined
    throw new LatchkeyError(
      'input-invalid',
      `This YAML can not be read${line === undefined ? '' : told`: look at line ${line}`}.`,
      { advice: 'Paste the whole file as it is.' },
    )
  }
}
