import { parseArgs } from 'node:util'
import { LatchkeyError } from '../../core/lib/error.js'
import { type Handed, handedBy } from '../../core/openings/handed.js'

export interface WebArgs {
  /** 0 for any free one. */
  port: number
  openBrowser: boolean
  /** Speak JSON lines on stdout, for the program that started us. */
  json: boolean
  labFile: string | undefined
  /** Be a demo, with a profile of its own that goes with it; `back`: the page that it was opened from. */
  demo: { back: string | null } | null
  /** Links and key files, to be opened in the window. */
  handed: Handed[]
}

export const usage = `latchkey web host [OPTION]... [ssh://USER@HOST:PORT | latchkey://instance/... | FILE.pem | FILE.ppk]...
  --profile DIR    where the profile is (else LATCHKEY_PROFILE, else the system's place)
  --port N         port of 127.0.0.1 to answer at (else any free one)
  --no-open        only print the address
  --json           print one JSON line with the address, and one more for each line of input
  --demo           try Latchkey on a simulated cloud, with a profile of its own that is deleted at the end
  --lab-file FILE  an account to offer on the form for new accounts; of mode 0600
`

/** Reads the arguments after the program's name, without --profile. Throws `input-invalid`. */
export function readWebArgs(args: string[]): WebArgs {
  const { values, positionals } = parse(args)
  const port = Number(values.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalid(`"${values.port}" is not a port.`, 'Give a number from 1 to 65535.')
  if (values.demo && values.profile !== undefined)
    throw invalid('A demo has a profile of its own.', 'Leave out --profile, or --demo.')
  return {
    port,
    openBrowser: !values['no-open'],
    json: values.json ?? false,
    labFile: values['lab-file'],
    demo: values.demo ? { back: values.back ?? null } : null,
    handed: positionals.map(handedOf),
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        json: { type: 'boolean' },
        'lab-file': { type: 'string' },
        demo: { type: 'boolean' },
        back: { type: 'string' },
      },
    })
  } catch (cause) {
    throw invalid(`The arguments can't be read: ${(cause as Error).message}`, usage, cause)
  }
}

function handedOf(argument: string): Handed {
  const handed = handedBy(argument, process.cwd())
  if (handed !== null) return handed
  const advice =
    'Key files have names that end in .pem or .ppk; others are imported in the window, under Keys.'
  throw invalid(`"${argument}" is no link of Latchkey or ssh, and no key file.`, advice)
}

function invalid(message: string, advice: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError('input-invalid', message, { advice, cause })
}
