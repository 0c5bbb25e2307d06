import ts from 'typescript'

/** One break of a rule: where, and which. */
export interface Breach {
  rule: string
  /** `file:line` */
  at: string
}

/** What Electron's security checklist says of a window; each has to be said, so that no changed default opens it. */
const WINDOW: Record<string, boolean> = {
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
}

/** Calls that open a hole, by the name of the method, and the rule that each breaks. */
const FORBIDDEN_CALLS: Record<string, string> = {
  executeJavaScript: 'no code is put into the page',
  executeJavaScriptInIsolatedWorld: 'no code is put into the page',
  insertCSS: 'no code is put into the page',
  loadFile: 'no file:// page',
  disableHardwareAcceleration: 'no switch of Chromium is turned',
  appendSwitch: 'no switch of Chromium is turned',
  appendArgument: 'no switch of Chromium is turned',
  setCertificateVerifyProc: 'certificates are Chromium’s matter',
  setAsDefaultProtocolClient: 'the installer registers what Latchkey opens',
  registerPreloadScript: 'one preload script',
  setPreloads: 'one preload script',
  handleOnce: 'calls go through one port',
  sendSync: 'calls go through one port',
  eval: 'no code out of text',
  exposeInIsolatedWorld: 'one bridge',
}

/** What the host may take from Electron. Another name is a question for who adds it. */
const FROM_ELECTRON = new Set([
  ...[
    'app',
    'BrowserWindow',
    'clipboard',
    'dialog',
    'ipcMain',
    'Menu',
    'nativeImage',
    'nativeTheme',
    'Notification',
    'powerMonitor',
    'protocol',
    'screen',
    'session',
    'shell',
    'Tray',
  ],
  ...['utilityProcess', 'contextBridge', 'ipcRenderer', 'webUtils'],
])

/** Holds the source of one file of the Electron host against Electron's security checklist. */
export function breachesOf(file: string, text: string): Breach[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const breaches: Breach[] = []
  const add = (node: ts.Node, rule: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    breaches.push({ rule, at: `${file}:${line + 1}` })
  }
  const visit = (node: ts.Node): void => {
    for (const rule of rulesBroken(node)) add(node, rule)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return breaches
}

function rulesBroken(node: ts.Node): string[] {
  if (ts.isCallExpression(node)) return callRules(node)
  if (ts.isNewExpression(node)) return newRules(node)
  if (ts.isPropertyAssignment(node)) return preferenceRules(node)
  if (ts.isImportDeclaration(node)) return importRules(node)
  if (ts.isStringLiteralLike(node)) return textRules(node.text)
  return []
}

/** The name of what is called: `shell.openExternal(…)` is `openExternal`. */
function calledName(called: ts.Expression): string {
  if (ts.isPropertyAccessExpression(called)) return called.name.text
  return ts.isIdentifier(called) ? called.text : ''
}

function callRules(call: ts.CallExpression): string[] {
  const name = calledName(call.expression)
  const forbidden = FORBIDDEN_CALLS[name]
  const rules = forbidden === undefined ? [] : [forbidden]
  if (name === 'loadURL' && !/^pageOf\([\w, ]*\)$/.test(call.arguments[0]?.getText() ?? ''))
    rules.push('the window loads our page alone')
  if (name === 'openExternal' && call.arguments[0]?.getText() !== 'address')
    rules.push('only a checked address goes out')
  if (call.expression.getText() === 'utilityProcess.fork' && !isForkOfCore(call.arguments))
    rules.push('the core alone is a process of its own')
  if (name === 'spawn' && !isStartOfDemo(call.arguments)) rules.push('the host starts itself alone')
  if (name === 'handle' && call.expression.getText().startsWith('ipcMain'))
    rules.push('calls go through one port')
  return rules
}

/** No other program, no argument, and no option by which Node would listen for a debugger or take an environment. */
function isForkOfCore(given: readonly ts.Expression[]): boolean {
  return /^modulePath, \[\], \{ serviceName: '[\w ]+' \}$/.test(given.map((one) => one.getText()).join(', '))
}

/** This program, as a demo; nothing that was handed over, no shell and no environment. */
function isStartOfDemo(given: readonly ts.Expression[]): boolean {
  const text = given.map((one) => one.getText()).join(', ')
  return text === "program, [...own, DEMO_ARGUMENT], { stdio: 'ignore' }"
}

function newRules({ expression, arguments: given }: ts.NewExpression): string[] {
  const name = calledName(expression)
  if (name === 'Function') return ['no code out of text']
  if (name === 'BrowserView' || name === 'WebContentsView') return ['one kind of window']
  if (name !== 'BrowserWindow') return []
  const text = given?.[0]?.getText() ?? ''
  return /webPreferences: webPreferences\(/.test(text) ? [] : ['each window has the checked preferences']
}

function preferenceRules({ name, initializer }: ts.PropertyAssignment): string[] {
  const wanted = WINDOW[name.getText()]
  if (name.getText() === 'enableBlinkFeatures') return ['no feature of Blink is turned on']
  if (name.getText() === 'bypassCSP' || name.getText() === 'corsEnabled')
    return ['the scheme has the rights of a page']
  return wanted === undefined || initializer.getText() === String(wanted)
    ? []
    : [`${name.getText()} is ${wanted}`]
}

function importRules({ moduleSpecifier, importClause }: ts.ImportDeclaration): string[] {
  const from = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ''
  if (/^@electron\/remote|^electron\/(?!main$|renderer$|common$)/.test(from)) return ['nothing remote']
  // What it may start by that, callRules says.
  const startsOnly = importClause?.getText() === '{ spawn }'
  if (from === 'node:vm' || (from === 'node:child_process' && !startsOnly)) return ['the host runs nothing']
  if (from !== 'electron' || importClause === undefined) return []
  const { namedBindings } = importClause
  if (namedBindings === undefined || !ts.isNamedImports(namedBindings))
    return ['Electron is imported by names']
  return namedBindings.elements
    .filter((one) => !one.isTypeOnly && importClause.phaseModifier !== ts.SyntaxKind.TypeKeyword)
    .filter((one) => !FROM_ELECTRON.has((one.propertyName ?? one.name).text))
    .map((one) => `${one.name.text} of Electron is new here`)
}

function textRules(text: string): string[] {
  if (/^(file|ftp|ws|http):\/\/./.test(text)) return ['no address without protection']
  return /unsafe-eval|script-src[^;]*unsafe-inline|--no-sandbox|remote-debugging/.test(text)
    ? ['no policy is loosened']
    : []
}

/** The preferences that a file says in full. */
export function preferencesIn(text: string): string[] {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true)
  const said = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) said.add(node.name.getText())
    ts.forEachChild(node, visit)
  }
  visit(source)
  return Object.keys(WINDOW).filter((name) => said.has(name))
}

export const REQUIRED_PREFERENCES = Object.keys(WINDOW)
