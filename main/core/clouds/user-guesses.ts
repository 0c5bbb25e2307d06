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

/** Login users to try, likeliest first, from the names of template and OS; never empty. */
export function userGuesses(names: string): string[] {
  const lower = names.toLowerCase()
  const fitting = byName.filter(([pattern]) => pattern.test(lower)).flatMap(([, users]) => users)
  if (fitting.length === 0) return anyImage
  return [...new Set(fitting.includes('Administrator') ? fitting : [...fitting, 'root'])]
}
