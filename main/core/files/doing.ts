import { told } from '../../../contract/words/say.js'

/** What was to be done with a file or a folder, as the end of a sentence: "The server does not let you …". By shown names. */
export const doing = {
  look: (name: string) => told`find out what ${name} is`,
  list: (folder: string) => told`list the folder ${folder}`,
  makeFolder: (name: string) => told`make the folder ${name}`,
  read: (file: string) => told`read the file ${file}`,
  write: (file: string) => told`write the file ${file}`,
  delete: (name: string) => told`delete ${name} there`,
  rename: (from: string, to: string) => told`change the name of ${from} to ${to}`,
  setPermissions: (name: string) => told`set the permissions of ${name}`,
}

/** What is done with one path. */
export type Doing = Exclude<keyof typeof doing, 'rename'>
