/**
 * Who may import what, in all of the repository: one block for each package, one row for each of its folders, the lowest first.
 * A row holds for all files of its folder that no longer row names; it may name a single file, too. The top of a folder (a row `src`
 * that uses `src/*`) holds for the files beside its folders alone, so that a new folder asks for a row. `boundaries.test.mjs` looks
 * at every import, of types too.
 *
 * In a block:
 * - `uses`: other packages of ours. Each is imported by its name, through the doors that its package.json lists (`exports`).
 * - `reaches`: rows of other packages that are entered by their path, since no package.json lists them.
 * - `never`: packages that none of its files imports. `node:*` is all that Node brings.
 *
 * In a row:
 * - `uses`: other rows of the block whose doors it may enter. None: it stands on the ground. `src/*` is each row within `src`.
 * - `doors`: its files that others may enter. None: nobody enters it, but for a row that is a file. `*`: each file is a door.
 * - `never`: as in a block; it holds for the rows within, too.
 *
 * Tests (`*.test.*`, `*.spec.*`) and test kits (`testing`) may import any file of their own package, and nothing else may import
 * them. A row with `isTesting` holds tests alone: it keeps to its row, and may import kits. No two rows use each other, not even by way of
 * a third; nor do two files. What nobody needs is not allowed.
 *
 * @typedef {{ uses?: string, doors?: string, never?: string, isTesting?: true }} Row
 * @typedef {{ uses: string, reaches?: string, never?: string, rows: Record<string, Row> }} Block
 */

/** What runs in a page: no program's business. */
const page = 'node:* electron';

/** @type {Record<string, Block>} */
export const table = {
  // What two apps use: pure, in Node and in browsers.
  'packages/shared': {
    uses: '',
    never: page,
    rows: {
      'src/opus': { doors: 'index.ts' },
      'src/picture': { doors: 'index.ts' },
      'src/protocol': { doors: 'index.ts' },
      'src/texts': { uses: 'src/protocol', doors: 'index.ts' },
      'src/page': { uses: 'src/protocol src/texts', doors: 'index.ts' },
      'src/signal-client': { uses: 'src/protocol', doors: 'index.ts' },
      'src/testing': {},
      src: { uses: 'src/*' },
    },
  },

  // What the desktop's processes, its tests and benches say to each other: pure, too.
  'packages/desktop-contract': {
    uses: '@mauzin/shared',
    never: page,
    rows: {
      'src/texts': { uses: 'src', doors: 'index.ts' },
      'src/index.ts': { uses: 'src src/texts' },
      src: { doors: '*' },
    },
  },

  // RTP, the fan-out, its sources and outlets.
  'packages/media': {
    uses: '@mauzin/shared',
    never: 'electron',
    rows: {
      'src/clock.ts': {},
      'src/media-error.ts': {},
      'src/sample-file.ts': {},
      'src/rtp': { doors: 'opus-framing.ts opus-toc.ts red.ts rtp-packet.ts' },
      'src/native': { uses: 'src/media-error.ts', doors: 'native-peer.ts remote-candidates.ts sdp-parts.ts' },
      'src/fan-out': { uses: 'src/rtp', doors: 'contracts.ts fan-out.ts renumber.ts' },
      'src/ice': {
        uses: 'src/media-error.ts src/native',
        doors: 'candidates.ts free-udp-port.ts ice-port.ts',
      },
      'src/timeline': { uses: 'src/fan-out src/rtp', doors: 'opus-timeline.ts opus-track.ts' },
      'src/ogg': {
        uses: 'src/rtp src/timeline',
        doors: 'append-queue.ts ogg-opus-pages.ts ogg-opus-reader.ts opus-head.ts',
      },
      'src/webm': { uses: 'src/rtp src/timeline', doors: 'live-reader.ts webm-clusters.ts' },
      'src/sources': {
        uses: 'src/fan-out src/ice src/media-error.ts src/native src/ogg src/rtp',
        doors: 'ogg-opus-file.ts reception-stats.ts webrtc-source.ts',
      },
      'src/outlets': {
        uses: 'src/fan-out src/ice src/media-error.ts src/native src/ogg src/rtp src/timeline src/webm',
        doors: 'ogg-opus-recorder.ts webm-live.ts webm-streams.ts webrtc-listener.ts',
      },
      'src/broadcaster': {
        uses: 'src/fan-out src/ice src/media-error.ts src/outlets',
        doors: 'broadcaster.ts contracts.ts',
      },
      'src/testing': { doors: '*' },
      src: { uses: 'src/*' },
      scripts: { uses: 'src/testing', isTesting: true },
    },
  },

  // The phone's page. Its core knows neither a browser's sound nor what draws it.
  'apps/listener': {
    uses: '@mauzin/shared',
    rows: {
      'src/core': {
        doors:
          'asking-socket.ts health.ts ports.ts receiver.ts renewal.ts session.ts session-options.ts state.ts',
        never: 'preact zustand simple-peer',
      },
      'src/edge': {
        uses: 'src/core',
        doors:
          'audio.ts clock.ts copy-link.ts drawn-page.ts in-app-browser.ts kept.ts late-peer.ts live-stream.ts media-session.ts network.ts page-data.ts page-events.ts page-texts.ts peer.ts screen.ts socket.ts',
        never: 'preact',
      },
      'src/view': {
        uses: 'src/core src/edge',
        doors:
          'actions.ts embed-screen.tsx first-view.tsx page-screen.tsx receiver-screen.tsx store.ts view.tsx',
      },
      'src/modes': { uses: 'src/core src/edge src/view', doors: 'all.ts' },
      src: { uses: 'src/*', never: page },
      build: { uses: 'src/view', doors: 'code-config.ts page-plugin.ts' },
      '': { uses: 'build' },
    },
  },

  // The service. Numbers and ports on the ground, the options and what is made of them on top.
  'apps/signal': {
    uses: '@mauzin/media @mauzin/shared',
    never: 'electron',
    rows: {
      'src/clock.ts': {},
      'src/errors.ts': {},
      'src/limits.ts': {},
      'src/line-meter.ts': {},
      'src/live-streams.ts': {},
      'src/service-logger.ts': {},
      'src/token-bucket.ts': {},
      'src/ice': { doors: 'ice-servers.ts' },
      'src/sound/relay/contracts.ts': { uses: 'src/live-streams.ts' },
      'src/sound/relay/ipc.ts': { uses: 'src/sound/relay/contracts.ts' },
      'src/sound/relay/process': {
        uses: 'src/sound/relay/contracts.ts src/sound/relay/ipc.ts',
        doors: 'forwarding.ts',
      },
      'src/sound/relay': {
        uses: 'src/line-meter.ts src/live-streams.ts src/sound/relay/* src/service-logger.ts',
        doors: 'relay.ts relay-program.ts relay-wanted.ts',
      },
      'src/observe': {
        uses: 'src/errors.ts src/sound/relay/contracts.ts src/service-logger.ts src/token-bucket.ts',
        doors: 'contracts.ts end-on-uncaught.ts error-reports.ts metrics.ts redact.ts',
      },
      'src/access': {
        uses: 'src/clock.ts src/limits.ts src/line-meter.ts src/service-logger.ts',
        doors: 'access-code.ts broadcaster-key.ts doorkeeper.ts guard.ts sent-away.ts tries.ts turns.ts',
      },
      'src/store/database': {
        uses: 'src/clock.ts',
        doors:
          'database.ts database-copies.ts file-of.ts late-database.ts meta.ts migrations.ts store-error.ts',
      },
      'src/store/stations': {
        uses: 'src/access src/clock.ts src/service-logger.ts src/store/database',
        doors: 'contracts.ts station-directory.ts station-schemas.ts',
      },
      'src/store/history': {
        uses: 'src/access src/clock.ts src/observe src/service-logger.ts src/store/database src/store/stations',
        doors: 'history.ts live-elsewhere.ts',
      },
      'src/store': {
        uses: 'src/clock.ts src/observe src/service-logger.ts src/store/*',
        doors: 'local-copy-of.ts station-store.ts',
      },
      // Pure: no socket, no clock, no file.
      'src/room/room-types.ts': { uses: 'src/observe src/sound/relay/contracts.ts' },
      'src/room/state': {
        uses: 'src/observe src/room/room-types.ts src/sound/relay/contracts.ts src/token-bucket.ts',
        doors:
          'connections.ts effect-list.ts kept-seats.ts listener-book.ts listening-list.ts past.ts room-context.ts seat.ts',
      },
      'src/room/routing': {
        uses: 'src/observe src/room/room-types.ts src/room/state src/sound/relay/contracts.ts',
        doors: 'routing.ts',
      },
      'src/room': {
        uses: 'src/room/* src/sound/relay/contracts.ts',
        doors: 'room.ts',
        never: 'node:* ws',
      },
      'src/hosts': {
        uses: 'src/access src/live-streams.ts src/observe src/room src/room/room-types.ts src/sound/relay/contracts.ts src/store/stations',
        doors: 'cause.ts station-host.ts station-hosts.ts',
      },
      'src/edge/sockets': {
        uses: 'src/access src/clock.ts src/hosts src/limits.ts src/line-meter.ts src/observe src/room/room-types.ts src/service-logger.ts src/token-bucket.ts',
        doors: 'address-of.ts gate.ts peer-id.ts sockets.ts upgrade.ts',
      },
      'src/edge/http': {
        uses: 'src/clock.ts src/edge/sockets src/errors.ts src/limits.ts src/observe src/service-logger.ts',
        doors: 'body-cache.ts compress.ts front.ts headers.ts http-part.ts readiness.ts send.ts',
      },
      'src/edge/pages': {
        uses: 'src/clock.ts src/edge/http src/edge/sockets src/store/stations',
        doors: 'assets.ts pages.ts',
      },
      'src/edge/live': {
        uses: 'src/edge/sockets src/limits.ts src/live-streams.ts src/observe src/service-logger.ts',
        doors: 'live.ts',
      },
      'src/edge': { uses: 'src/edge/* src/line-meter.ts src/service-logger.ts', doors: 'app.ts' },
      'src/admin': {
        uses: 'src/access src/clock.ts src/edge/http src/line-meter.ts src/service-logger.ts src/store/database src/store/history src/store/stations',
        doors: 'admin-api.ts command-line.ts copy-commands.ts station-admin.ts station-commands.ts',
      },
      'src/config': {
        uses: 'src/ice src/limits.ts src/sound/relay',
        doors: 'machine-fit.ts read-config.ts variables.ts',
      },
      'src/testing': {},
      src: { uses: 'src/*' },
      '': {},
    },
  },

  // The desktop: processes that share nothing but what is in common/, and what main says to the engine.
  'apps/desktop': {
    uses: '@mauzin/desktop-contract @mauzin/media @mauzin/shared @mauzin/signal',
    rows: {
      'src/common': { doors: '*', never: 'electron' },
      // Read by `npm start` before anything is installed: Node alone.
      'src/flags': { doors: 'flags.mjs', never: '@mauzin/desktop-contract @mauzin/media @mauzin/shared' },
      'src/terminal': { doors: 'terminal-qr.mjs', never: 'electron' },
      'src/engine/contract.ts': {},
      'src/engine/web-socket.ts': {},
      'src/engine/audience': { doors: 'audience-watch.ts' },
      'src/engine/mix': { doors: 'normal-mix.ts saver-mix.ts' },
      'src/engine/network': { doors: 'address-watch.ts default-routes.ts lan-address.ts' },
      'src/engine/recording': { doors: 'recorder.ts recording-disk.ts recording-name.ts' },
      'src/engine/sentinel': {
        uses: 'src/engine/web-socket.ts',
        doors: 'meeting-place.ts sentinel-link.ts',
      },
      'src/engine/station': {
        uses: 'src/engine/audience src/engine/contract.ts src/engine/network src/engine/sentinel src/engine/web-socket.ts',
        doors: 'http-streams.ts station-connector.ts',
      },
      'src/engine': {
        uses: 'src/engine/*',
        doors: 'engine.ts logger.ts',
        never: 'electron',
      },
      'src/headless': {
        uses: 'src/common src/engine src/engine/network src/flags src/terminal',
        never: 'electron',
      },
      'src/main/window/app-origin.ts': {},
      'src/main/ipc.ts': { uses: 'src/common src/main/window/app-origin.ts' },
      'src/main/desks': { doors: 'desks.ts open-pulse.ts' },
      'src/main/alarms': { doors: 'alarms.ts notifications.ts webhook.ts' },
      'src/main/tray': { doors: 'tray.ts tray-icon.ts' },
      'src/main/system': {
        uses: 'src/common',
        doors:
          'ask-where.ts login-item.ts power-watch.ts privacy-settings.ts shortcut.ts switches.ts wake-keeper.ts',
      },
      'src/main/diagnostics': {
        uses: 'src/main/system',
        doors: 'diagnostics.ts log.ts redact.ts',
      },
      'src/main/updates': { uses: 'src/main/ipc.ts', doors: 'open-updater.ts updates.ts' },
      'src/main/lock': { uses: 'src/main/ipc.ts', doors: 'pin-lock.ts' },
      'src/main/recordings': {
        uses: 'src/engine/recording src/main/ipc.ts',
        doors: 'recording-response.ts recordings.ts',
      },
      'src/main/window': {
        uses: 'src/main/ipc.ts src/main/recordings src/main/window/app-origin.ts',
        doors:
          'app-menu.ts app-protocol.ts capture-access.ts confine.ts keep-page-log.ts main-window.ts open-link.ts page-keeper.ts permissions.ts questions.ts watch-seen.ts window.ts',
      },
      'src/main/poster': {
        uses: 'src/main/system src/main/window src/main/window/app-origin.ts',
        doors: 'poster-saver.ts print-page.ts',
      },
      'src/main/settings': {
        uses: 'src/common src/main/lock',
        doors: 'await-secrets.ts open-store.ts settings-store.ts shown-settings.ts',
      },
      'src/main/supervisor': {
        uses: 'src/engine/contract.ts',
        doors: 'engine-supervisor.ts',
      },
      'src/main/air': {
        uses: 'src/common src/main/alarms',
        doors: 'air-memory.ts air-watch.ts live-by.ts signal-automation.ts',
      },
      'src/main': { uses: 'src/engine/contract.ts src/flags src/main/*' },
      // A sandboxed page's bridge: it can require nothing but electron.
      'src/preload': { uses: 'src/common', never: 'node:* @mauzin/media @mauzin/signal' },
      // Sandboxed pages. What captures and mixes knows neither React nor the store.
      'src/renderer/core': {
        doors: 'devices/audition.ts devices/devices.ts ears/monitor.ts mix/mixer.ts open-studio.ts studio.ts',
        never: 'react react-dom zustand',
      },
      'src/renderer': {
        uses: 'src/renderer/core',
        doors: 'air-words.ts numbers.ts problems.ts store.ts',
        never: `${page} @mauzin/media @mauzin/signal`,
      },
      'src/renderer/ui': {
        uses: 'src/renderer src/renderer/core',
        doors: 'app.tsx frames.ts lock/close-with-lock.ts qr-code.tsx star.tsx use-window.ts',
      },
      'src/renderer/poster': { uses: 'src/renderer/ui' },
      'src/renderer/main.tsx': { uses: 'src/renderer src/renderer/core src/renderer/ui' },
      'src/testing': { doors: 'fresh-desktop-state.ts node-listener.ts' },
      packaging: { doors: 'own-uuids.ts' },
      '': { uses: 'packaging' },
    },
  },

  // Real pages, real sound.
  e2e: {
    uses: '@mauzin/desktop-contract @mauzin/shared @mauzin/signal',
    reaches: 'apps/desktop/src/testing apps/signal/src/config',
    rows: {
      'electron-stand-in': { doors: 'calls.ts control.ts enforce.ts person.ts' },
      src: {
        uses: 'electron-stand-in',
        doors: 'index.ts build-stand-in.ts children.ts correlate.ts tools.ts',
      },
      support: { uses: 'electron-stand-in src', doors: '*' },
      gallery: { uses: 'src', doors: '*', isTesting: true },
      soundless: { uses: 'gallery src support', isTesting: true },
      heard: { uses: 'src support', isTesting: true },
      measured: { uses: 'src support', isTesting: true },
      fixtures: {},
      reproductions: {},
      '': { uses: 'src' },
    },
  },

  // Measurements.
  bench: {
    uses: '@mauzin/desktop-contract @mauzin/e2e @mauzin/media @mauzin/shared @mauzin/signal',
    rows: {
      src: {
        doors:
          'bench-folder.ts bundle-for-node.ts columns.ts description.ts figures.ts git.ts go-on-air.ts interruptible.ts own-group.ts proc.ts remote.ts report.ts run-bench.ts statistics.ts time-left.ts',
      },
      'src/pages': {
        doors:
          'blank.ts bundle.ts listening.ts peerjs-station.ts sending.ts studio.ts watch-for-ready.ts watch-sound.ts',
      },
      'src/fan-out': {
        uses: 'src src/pages',
        doors: 'baseline.ts measure.ts receivers.ts sender.ts sender-calls.ts tally.ts',
      },
      'src/latency': {
        uses: 'src src/pages',
        doors: 'measure-delays.ts measure-taps.ts stage.ts station-page.ts',
      },
      'src/desktop': { uses: 'src src/fan-out', doors: 'measure.ts usage.ts' },
      'src/loss': { uses: 'src src/fan-out src/pages', doors: 'measure.ts' },
      'src/network': {
        uses: 'src/latency src/pages',
        doors: 'measure-changes.ts measure-faults.ts stage.ts',
      },
      'src/page': { uses: 'src/pages', doors: 'loads.ts' },
      'src/peerjs': { uses: 'src src/pages', doors: 'open-peerjs.ts' },
      'src/relay': { uses: 'src src/fan-out', doors: 'measure.ts' },
      'src/signaling': { uses: 'src', doors: 'measure.ts' },
      'src/benches': { uses: 'src src/*' },
      'src/all': { uses: 'src', doors: 'run-all.ts' },
      'src/compare': { uses: 'src' },
      'src/history': { uses: 'src src/all' },
      fixtures: {},
      '': {},
    },
  },

  // npm start, npm run check, npm test: Node alone, since they install the rest.
  scripts: {
    uses: '',
    reaches: 'apps/desktop/src/flags apps/desktop/src/terminal',
    rows: {
      lib: {
        doors:
          'busy.mjs checks.mjs debian.mjs jobs.mjs not-green.mjs run.mjs set-up.mjs tally.mjs vitest.mjs',
      },
      boundaries: { uses: 'lib' },
      '': { uses: 'lib' },
    },
  },
  deploy: { uses: '', reaches: 'scripts/lib', rows: { '': {} } },
  // The configuration of the tests.
  '': { uses: '', rows: { '': {} } },
};
