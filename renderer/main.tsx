import { loadWords } from './words/language.js'

// What is said at the top of a module is said when it is loaded: the words are there before.
void loadWords().then(() => import('./start.js'))
