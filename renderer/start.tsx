import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.js'
import { connect } from './api/connection.js'
import { watchCopies } from './api/copied-secret.js'
import { desktop } from './api/desktop-port.js'
import { secretInSight } from './api/hide-from-capture.js'
import { queryClient } from './api/queries.js'
import { Theme } from './theme/Theme.js'
import { leadToInvalidFields } from './ui/invalid-field.js'
import { readParts } from './ui/part.js'
import { KeepLanguage } from './words/KeepLanguage.js'

void connect()
leadToInvalidFields()
watchCopies(document, {
  secretInSight,
  selected: () => `${getSelection() ?? ''}`,
  tell: (text) => desktop?.secretCopied(text),
})

/** Until then the window has its first screen; whoever is quicker than that waits for one part alone. */
const READ_AHEAD_MS = 1_500
setTimeout(() => void readParts(), READ_AHEAD_MS)

// A file dropped beside its place must not replace the window.
for (const type of ['dragover', 'drop']) {
  window.addEventListener(type, (event) => event.preventDefault())
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Theme>
        <App />
        <KeepLanguage />
      </Theme>
    </QueryClientProvider>
  </StrictMode>,
)
