/** The arrows of docs/architecture.md: who may import whom. */
const only = (name, modules, allowedFrom, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: allowedFrom },
  to: { path: modules },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'no-app-to-app',
      comment: 'apps talk over the bus and the API, never by import',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-know-no-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|tools|test)/' },
    },
    { name: 'apps-know-no-tools', severity: 'error', from: { path: '^apps/' }, to: { path: '^(tools|test)/' } },
    {
      name: 'contracts-import-only-zod',
      severity: 'error',
      from: { path: '^libs/contracts/src', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/contracts/|node_modules/zod/' },
    },
    {
      name: 'bus-knows-only-contracts',
      severity: 'error',
      from: { path: '^libs/bus/src' },
      to: { path: '^libs/(models|metrics)/' },
    },
    {
      name: 'metrics-know-only-contracts',
      severity: 'error',
      from: { path: '^libs/metrics/src' },
      to: { path: '^libs/models/' },
    },
    { name: 'models-know-only-contracts', severity: 'error', from: { path: '^libs/models/src' }, to: { path: '^libs/metrics/' } },
    only('nest-only-in-api', 'node_modules/@nestjs/', '^(apps/api|test)/', 'the worker and the libraries are plain TypeScript'),
    only(
      'networks-only-in-models',
      'node_modules/(onnxruntime|@tensorflow/|@vladmandic/)',
      '^(libs/models|tools/src/bench/peers)/',
      'one room runs networks; the bench runs others’ beside them',
    ),
    only(
      'child-processes-where-due',
      '^(node:)?child_process$|node_modules/fluent-ffmpeg',
      '^(apps/stream-worker/src/ingest|apps/api/src/fleet|tools|test)/|\\.spec\\.ts$',
      'ffmpeg is run by ingest, the worker by the api, nothing else spawns',
    ),
    only('nats-only-in-bus', 'node_modules/@nats-io/', '^libs/bus/src/', 'the bus is two interfaces'),
    only('store-driver-behind-one-interface', 'node_modules/@duckdb/', '^apps/api/src/store/', 'the store is one interface'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|node_modules/.*/node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  },
};
