import type { ColourScheme } from '../../contract/settings.js'

/**
 * The colour schemes that come with Latchkey, by their own names. Their authors: Campbell and One Half (Son A. Pham) as in
 * Windows Terminal, Catppuccin, Dracula (Zeno Rocha), GitHub (Primer), Gruvbox (Pavel Pertsev), Monokai (Wimer Hazenberg),
 * Nord (Arctic Ice Studio), Solarized (Ethan Schoonover), Tango (Tango Desktop Project), Tokyo Night (enkia, folke).
 */
export const bundledSchemes: readonly ColourScheme[] = [
  scheme(
    'Campbell',
    '0c0c0c cccccc ffffff 264f78',
    '0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc',
    '767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2',
  ),
  scheme(
    'Catppuccin Latte',
    'eff1f5 4c4f69 dc8a78 acb0be',
    '5c5f77 d20f39 40a02b df8e1d 1e66f5 ea76cb 179299 acb0be',
    '6c6f85 d20f39 40a02b df8e1d 1e66f5 ea76cb 179299 bcc0cc',
  ),
  scheme(
    'Catppuccin Mocha',
    '1e1e2e cdd6f4 f5e0dc 585b70',
    '45475a f38ba8 a6e3a1 f9e2af 89b4fa f5c2e7 94e2d5 bac2de',
    '585b70 f38ba8 a6e3a1 f9e2af 89b4fa f5c2e7 94e2d5 a6adc8',
  ),
  scheme(
    'Dracula',
    '282a36 f8f8f2 f8f8f2 44475a',
    '21222c ff5555 50fa7b f1fa8c bd93f9 ff79c6 8be9fd f8f8f2',
    '6272a4 ff6e6e 69ff94 ffffa5 d6acff ff92df a4ffff ffffff',
  ),
  scheme(
    'GitHub Dark',
    '0d1117 e6edf3 e6edf3 264f78',
    '484f58 ff7b72 3fb950 d29922 58a6ff bc8cff 39c5cf b1bac4',
    '6e7681 ffa198 56d364 e3b341 79c0ff d2a8ff 56d4dd ffffff',
  ),
  scheme(
    'GitHub Light',
    'ffffff 1f2328 1f2328 b6d7ff',
    '24292f cf222e 116329 4d2d00 0969da 8250df 1b7c83 6e7781',
    '57606a a40e26 1a7f37 633c01 218bff a475f9 3192aa 8c959f',
  ),
  scheme(
    'Gruvbox Dark',
    '282828 ebdbb2 ebdbb2 504945',
    '282828 cc241d 98971a d79921 458588 b16286 689d6a a89984',
    '928374 fb4934 b8bb26 fabd2f 83a598 d3869b 8ec07c ebdbb2',
  ),
  scheme(
    'Gruvbox Light',
    'fbf1c7 3c3836 3c3836 d5c4a1',
    'fbf1c7 cc241d 98971a d79921 458588 b16286 689d6a 7c6f64',
    '928374 9d0006 79740e b57614 076678 8f3f71 427b58 3c3836',
  ),
  scheme(
    'Monokai',
    '272822 f8f8f2 f8f8f0 49483e',
    '272822 f92672 a6e22e f4bf75 66d9ef ae81ff a1efe4 f8f8f2',
    '75715e f92672 a6e22e f4bf75 66d9ef ae81ff a1efe4 f9f8f5',
  ),
  scheme(
    'Nord',
    '2e3440 d8dee9 d8dee9 4c566a',
    '3b4252 bf616a a3be8c ebcb8b 81a1c1 b48ead 88c0d0 e5e9f0',
    '4c566a bf616a a3be8c ebcb8b 81a1c1 b48ead 8fbcbb eceff4',
  ),
  scheme(
    'One Half Dark',
    '282c34 dcdfe4 a3b3cc 474e5d',
    '282c34 e06c75 98c379 e5c07b 61afef c678dd 56b6c2 dcdfe4',
    '5a6374 e06c75 98c379 e5c07b 61afef c678dd 56b6c2 dcdfe4',
  ),
  scheme(
    'One Half Light',
    'fafafa 383a42 383a42 bfceff',
    '383a42 e45649 50a14f c18401 0184bc a626a4 0997b3 fafafa',
    '4f525d df6c75 98c379 e4c07a 61afef c577dd 56b5c1 ffffff',
  ),
  scheme(
    'Solarized Dark',
    '002b36 839496 93a1a1 073642',
    '073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5',
    '002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3',
  ),
  scheme(
    'Solarized Light',
    'fdf6e3 657b83 586e75 eee8d5',
    '073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5',
    '002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3',
  ),
  scheme(
    'Tango Dark',
    '000000 d3d7cf d3d7cf 3f4f5f',
    '000000 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf',
    '555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec',
  ),
  scheme(
    'Tango Light',
    'ffffff 2e3436 2e3436 c6d9ee',
    '000000 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf',
    '555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec',
  ),
  scheme(
    'Tokyo Night',
    '1a1b26 c0caf5 c0caf5 33467c',
    '15161e f7768e 9ece6a e0af68 7aa2f7 bb9af7 7dcfff a9b1d6',
    '414868 f7768e 9ece6a e0af68 7aa2f7 bb9af7 7dcfff c0caf5',
  ),
]

/** Colours as `rrggbb` between spaces: background, foreground, cursor and selection; eight colours; the eight bright ones. */
function scheme(name: string, ground: string, normal: string, bright: string): ColourScheme {
  const colours = (text: string) => text.split(' ').map((colour) => `#${colour}`)
  const [background = '', foreground = '', cursor = '', selection = ''] = colours(ground)
  return { name, background, foreground, cursor, selection, ansi: [...colours(normal), ...colours(bright)] }
}

/** Whether a scheme's background is rather dark, by its luminance as eyes weigh it. */
export function isDark({ background }: ColourScheme): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    Number.parseInt(background.slice(at, at + 2), 16),
  )
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

/** The scheme of that name, of those that come with Latchkey or of the user's own; undefined for null and where there is none. */
export function schemeNamed(
  name: string | null,
  imported: readonly ColourScheme[],
): ColourScheme | undefined {
  return [...bundledSchemes, ...imported].find((scheme) => scheme.name === name)
}
