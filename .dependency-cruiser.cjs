/** The layers of docs/decisions and the architecture: arrows of import point downwards only. */
const shipped = '^(contract|main|preload|renderer)/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'contract-stands-alone',
      comment: 'Both sides import it: no Node, no DOM, no layer above.',
      severity: 'error',
      from: { path: '^contract/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^contract/', '^node_modules/(zod|@orpc/contract|@orpc/shared)/'] },
    },
    {
      name: 'core-is-below',
      comment: 'The core knows no host, no RPC, no platform, no window.',
      severity: 'error',
      from: { path: '^main/core/' },
      to: {
        path: [
          '^main/(rpc|hosts|platform)/',
          '^main/[^/]+\\.ts$',
          '^(preload|renderer)/',
          '^node_modules/(electron|ws|conf|@napi-rs)',
        ],
      },
    },
    {
      name: 'platform-is-below',
      severity: 'error',
      from: { path: '^main/platform/' },
      to: {
        path: ['^main/(rpc|hosts)/', '^main/[^/]+\\.ts$', '^(preload|renderer)/', '^node_modules/electron/'],
      },
    },
    {
      name: 'rpc-is-below-hosts',
      severity: 'error',
      from: { path: '^main/rpc/' },
      to: {
        path: [
          '^main/(hosts|platform)/',
          '^main/[^/]+\\.ts$',
          '^(preload|renderer)/',
          '^node_modules/electron/',
        ],
      },
    },
    {
      name: 'electron-only-in-its-host',
      severity: 'error',
      from: {
        pathNot: ['^main/hosts/electron/', '^main/electron\\.ts$', '^preload/', '^scripts/', '^test/e2e/'],
      },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'hosts-apart',
      severity: 'error',
      from: { path: '^main/hosts/([^/]+)/' },
      to: { path: '^main/hosts/', pathNot: '^main/hosts/$1/' },
    },
    {
      name: 'window-sees-the-contract-only',
      severity: 'error',
      from: { path: '^(renderer|preload)/' },
      to: { path: ['^main/', '^node_modules/@orpc/server/'] },
    },
    {
      name: 'demo-stands-alone',
      comment:
        'Simulated clouds and servers: no file, no program, nothing of the core is within their reach.',
      severity: 'error',
      from: { path: '^main/demo/', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: ['^main/demo/', '^(node_modules/(@types/)?ssh2|net|http|crypto|util|timers/promises)(/|$)'],
      },
    },
    {
      name: 'only-the-registry-names-adapters',
      severity: 'error',
      from: { path: shipped, pathNot: ['^main/core/clouds/registry\\.ts$', '^main/core/clouds/([^/]+)/'] },
      to: { path: '^main/core/clouds/[^/]+/' },
    },
    {
      name: 'adapters-apart',
      severity: 'error',
      from: { path: '^main/core/clouds/([^/]+)/' },
      to: { path: '^main/core/clouds/[^/]+/', pathNot: '^main/core/clouds/$1/' },
    },
    {
      name: 'what-ships-imports-no-test',
      severity: 'error',
      from: { path: shipped, pathNot: '\\.test\\.tsx?$' },
      to: { path: ['^(test|bench|scripts)/', '^node_modules/(vitest|@playwright)/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
