export { numberText } from '../../contract/words/say.js'
