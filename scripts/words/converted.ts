/** Whose words all go through `say`, and are translated. The others follow; Russian is offered once all are here. */
export const CONVERTED = [
  ...[
    ...[
      'accounts',
      'backup',
      'bindings',
      'help',
      'hosts',
      'keys',
      'known-hosts',
      'map',
      'nameplates',
      'openings',
    ],
    ...['questions', 'recent', 'recovery', 'repair', 'settings', 'snippets', 'sync', 'vault'],
  ].map((section) => `renderer/features/${section}/`),
  'renderer/terminal/',
  'renderer/theme/',
  'renderer/ui/',
]

export const isConverted = (file: string): boolean => CONVERTED.some((folder) => file.startsWith(folder))
