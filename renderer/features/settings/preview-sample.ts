const ESC = '\x1b'
const paint = (codes: string, text: string) => `${ESC}[${codes}m${text}${ESC}[0m`
const BRANCH = '\ue0a0'
const ARROW = '\ue0b0'

const prompt = `${paint('1;32', 'ana@web-1')}:${paint('1;34', '~/shop')}$ `
const powerline =
  paint('30;44', ` ~/shop `) + paint('34;42', ARROW) + paint('30;42', ` ${BRANCH} main `) + paint('32', ARROW)
const blocks = (first: number) =>
  Array.from({ length: 8 }, (_, at) => paint(String(first + at), '███')).join('')

/** What terminals show: a prompt, files, a difference, wide and joined characters, ligatures, the sixteen colours. */
export const sample = [
  `${prompt}ls`,
  `${paint('1;34', 'bin')}  ${paint('1;32', 'deploy.sh')}  ${paint('1;36', 'latest')}  ${paint('1;31', 'logs.tar.gz')}  ${paint('30;42', 'shared')}  README.md`,
  `${prompt}git diff`,
  paint('1', '@@ -12,3 +12,3 @@ retries'),
  paint('31', '-  if (tries == 3 && !done) return => null'),
  paint('32', '+  if (tries >= 5 || done !== true) return -> 0'),
  paint('2', '   // 0O 1lI äöü ß ñ λ Ж │├─┼ '),
  `${paint('33', 'warning:')} ${paint('4', 'disk')} at ${paint('1;35', '91 %')} ${paint('7', ' /var ')} 漢字 👩‍💻 🇪🇺 👍🏽 ✓`,
  powerline,
  blocks(30),
  `${blocks(90)}${ESC}[?25h`,
].join('\r\n')
