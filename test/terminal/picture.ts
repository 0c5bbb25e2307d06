/**
 * A screen like vttest's, of 40 columns and 12 rows: attributes, colours of each kind, frames by character set and by
 * Unicode, wide and joined characters, double moves of the cursor, erased and scrolled parts. What a server would send.
 */
export const PICTURE = [
  '\x1b[0m\x1b[2J\x1b[H', // an empty screen
  '\x1b[1mbold\x1b[0m \x1b[2mdim\x1b[0m \x1b[3mitalic\x1b[0m \x1b[4mline\x1b[0m \x1b[7minverse\x1b[0m \x1b[9mgone\x1b[0m\r\n',
  ...Array.from(
    { length: 8 },
    (_, at) => `\x1b[3${at}m${at}\x1b[9${at}m${at}\x1b[0;4${at}m \x1b[10${at}m \x1b[0m`,
  ),
  '\r\n',
  ...Array.from({ length: 36 }, (_, at) => `\x1b[48;5;${16 + at * 6}m\x1b[38;5;${231 - at * 6}m+`),
  '\x1b[0m\r\n',
  ...Array.from({ length: 36 }, (_, at) => `\x1b[48;2;${at * 7};${255 - at * 7};128m `),
  '\x1b[0m\r\n',
  '\x1b(0lqqwqqk\x1b(B \u250f\u2501\u2533\u2501\u2513 \u2554\u2550\u2557 \u2580\u2584\u2588\u2591\u2592\u2593\r\n',
  '\x1b(0x  x  x\x1b(B \u2503 \u2503 \u2503 \u2551 \u2551\r\n',
  '\x1b(0mqqvqqj\x1b(B \u2517\u2501\u253b\u2501\u251b \u255a\u2550\u255d\r\n',
  '漢字 한글 e\u0301n 👩\u200d👩\u200d👦 🇪🇺 ｶﾞ|\r\n',
  '\x1b[9;5Hfive\x1b[9;1H1\x1b[9;40HR\x1b[3D<\x1b[9;30H\x1b[A^\x1b[2Bv', // moved about
  '\x1b[11;1Habcdefghij\x1b[11;3H\x1b[2P\x1b[11;5H\x1b[3@\x1b[11;1H', // deleted and inserted
  '\x1b[12;1H\x1b[44mto the end\x1b[K\x1b[0m', // erased in its colour
  '\x1b[10;11r\x1b[11;1H\n\x1b[r', // two lines scrolled
  '\x1b[11;1H\x1b[31mlast\x1b[0m',
].join('')
