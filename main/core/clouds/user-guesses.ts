/**
 * Where a cloud names no login user, the names of image and OS give one away: cloud images have a user of their own.
 */
const byName: [RegExp, string[]][] = [
  [/ubuntu/, ['ubuntu']],
  [/debian/, ['debian']],
  [/rocky/, ['rocky']],
  [/alma/, ['almalinux']],
  [/centos/, ['centos', 'cloud-user']],
  [/rhel|red ?hat/, ['cloud-user']],
  [/fedora/, ['fedora']],
  [/suse/, ['opensuse']],
  [/\barch\b|arch ?linux/, ['arch']],
  [/freebsd/, ['freebsd']],
  [/oracle/, ['cloud-user', 'opc']],
  [/amazon/, ['ec2-user']],
  [/flatcar|coreos/, ['core']],
  [/cirros/, ['cirros']],
  [/windows/, ['Administrator']],
]

const anyImage = ['root', 'ubuntu', 'debian', 'cloud-user', 'rocky', 'almalinux', 'centos', 'admin']

/** Of the few images that thousands of instances were made from. */
const known = new Map<string, string[]>()
const MOST_KNOWN = 1_000

/** Login users to try, likeliest first, from the names of template and OS; never empty. Not to be changed. */
export function userGuesses(names: string): string[] {
  const guesses = known.get(names) ?? guessed(names.toLowerCase())
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(names, guesses)
  return guesses
}

function guessed(names: string): string[] {
  const fitting = byName.filter(([pattern]) => pattern.test(names)).flatMap(([, users]) => users)
  if (fitting.length === 0) return anyImage
  return [...new Set(fitting.includes('Administrator') ? fitting : [...fitting, 'root'])]
}
