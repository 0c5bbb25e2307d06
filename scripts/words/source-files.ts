import { readdirSync } from 'node:fs'

/** The files of the program itself, by their paths from the root. */
export function sourceFiles(root: string): string[] {
  return ['contract', 'main', 'renderer']
    .flatMap((folder) =>
      readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path.replaceAll('\\', '/')}`,
      ),
    )
    .filter(
      (file) =>
        /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file) && !file.startsWith('contract/words/'),
    )
    .sort()
}
