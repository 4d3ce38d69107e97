// The rooms of the house and who may look into which. The layers are also TypeScript projects (a backward import does not
// compile); what only this file can say is the order of the rooms inside the core, and that nothing runs in a circle.

/** Rooms of the core, from the ground up: a room may import from itself and from rooms in the lines before it. Rooms in one line do not know each
 *  other, and every file of the core is in one of them. */
const ROOMS = [
  ['units.ts', 'codec.ts', 'valid.ts'],
  ['stamp.ts'],
  ['math', 'time'],
  ['frames', 'track/solve'],
  ['physics', 'sense'],
  ['detect', 'imager', 'registration', 'replay', 'catalogue', 'track/kernels', 'track/estimators', 'track/fusion'],
  ['track/look'],
  ['track/filter'],
  ['track/object'],
  ['track/decide'],
  ['theatre-track', 'plot-track'],
  ['discern'],
  ['assess'],
  ['warn', 'settings.ts'],
  ['state', 'journal.ts'],
  ['tell'],
  ['health'],
  ['register'],
  ['intake'],
  ['pipeline.ts'],
  ['index.ts'],
];

/** Layers and what each may import besides itself. */
const LAYERS = {
  core: [],
  score: ['core'],
  front: ['core', 'score'],
  sim: ['core', 'score'],
  api: ['core', 'score', 'sim'],
  adapters: ['core', 'score', 'sim', 'api'],
  server: ['core', 'score', 'sim', 'api', 'adapters'],
  judge: ['core', 'score', 'sim', 'api', 'adapters'],
  rehearsal: ['core', 'score', 'sim', 'api', 'adapters', 'server'],
  cli: ['core', 'score', 'sim', 'api', 'adapters', 'server', 'judge'],
  console: ['core', 'api'],
};

const TEST = '\\.test\\.tsx?$';
/** @param {string} name */
const room = (name) => (name.endsWith('.ts') ? `^src/core/${name.replace('.', '\\.')}$` : `^src/core/${name}/`);
/** @param {readonly string[]} names */
const roomPattern = (names) => names.map(room).join('|');

const roomRules = ROOMS.flatMap((names, at) =>
  names.map((name) => ({
    name: `core-rooms: ${name}`,
    comment:
      `Inside the core ${name} may use only ${ROOMS.slice(0, at).flat().join(', ') || 'nothing'}. ` +
      'Move what both rooms need to the earlier room, or pass it in as an argument.',
    severity: 'error',
    from: { path: room(name), pathNot: TEST },
    to: { path: '^src/core/', pathNot: roomPattern([...ROOMS.slice(0, at).flat(), name]) },
  })),
);

const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layers: ${layer}`,
  comment:
    allowed.length === 0
      ? `src/${layer} imports nothing outside itself. What it needs from outside enters as data: a journal entry or an argument.`
      : `src/${layer} may import only from ${allowed.join(', ')} and itself. Hand the thing in from a layer above, or move it to a layer below.`,
  severity: 'error',
  from: { path: `^src/${layer}/`, pathNot: TEST },
  to: { path: '^(src|tests|scripts)/', pathNot: `^src/(${[layer, ...allowed].join('|')})/` },
}));

export default {
  forbidden: [
    ...layerRules,
    ...roomRules,
    {
      name: 'core-rooms: a new one',
      comment: 'This file of the core is in no room. Put it into one, or give the new room its place in ROOMS (.dependency-cruiser.mjs).',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/core/', pathNot: [roomPattern(ROOMS.flat()), TEST] },
    },
    {
      name: 'core-is-alone',
      comment: 'src/core uses no package and no part of Node. Compute it in an adapter and let it enter the core as data.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: TEST },
      to: { pathNot: '^(src/|[.])', couldNotResolve: false },
    },
    {
      name: 'runs-in-a-browser',
      comment:
        'src/front, src/score, src/sim, src/api and src/console also run in a browser: no part of Node there. Put what needs Node in an adapter.',
      severity: 'error',
      from: { path: '^src/(front|score|sim|api|console)/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circle',
      comment: 'These files import each other in a circle. Move what they share to a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'tests-stay-outside',
      comment: 'Only tests import tests. Move what the program needs out of the test file.',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'found',
      comment: 'This import leads nowhere: a spelling mistake, or a package that package.json does not name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment: 'This package is not in package.json. Add it with its exact version: npm install --save-exact NAME@VERSION.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer', 'npm-dev'] },
    },
    {
      name: 'shipped',
      comment: 'The shipped program uses a package that only developers get. Move it from devDependencies to dependencies.',
      severity: 'error',
      // The console is shipped as vite has put it together.
      from: { path: '^src/', pathNot: [TEST, '^src/console/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'], pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|tests/nodes|tests/mutation/node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
