import type { Configuration } from 'electron-builder';

import { giveOwnUuids } from './packaging/own-uuids.ts';

/**
 * Everything is bundled into `out`. node-datachannel alone comes along as a package, because its native part must be a file:
 * it lies outside the archive. For which processors is said when it is called. See docs/desktop-packaging.md.
 */
const config: Configuration = {
  appId: 'app.mauzin.desktop',
  productName: 'Mauzin',
  copyright: 'The authors of Mauzin. MIT licence.',
  // Debian's packages must name one. A build for others says where it comes from.
  extraMetadata: { homepage: process.env['MAUZIN_HOMEPAGE'] ?? 'https://mauzin.example' },
  directories: { output: 'dist-pack', buildResources: 'build' },
  files: [
    'out/**',
    'package.json',
    '!**/*.map',
    '!**/*.{ts,mts,cts,tsx}',
    '!**/tsconfig*.json',
    '!**/node_modules/node-datachannel/{src,dist/types,dist/*/polyfill}{,/**}',
    '!**/node_modules/node-datachannel/{CMakeLists.txt,*.md,*.config.*}',
    '!**/node_modules/*/{.*,*.md}',
  ],
  asar: true,
  asarUnpack: ['**/*.node'],
  npmRebuild: false,
  afterPack: giveOwnUuids,
  // The legacy AppImage needs libfuse2, which no current distribution installs by itself.
  toolsets: { appimage: '1.0.3' },
  icon: 'build/icon.png',
  // A build without an address of its own has no updates, and says so.
  publish: updatesFrom(process.env['MAUZIN_UPDATES_URL']),
  // So that whoever takes beta versions is offered a stable one that is newer.
  generateUpdatesFilesForAllChannels: true,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  win: {
    target: ['nsis'],
  },
  nsis: {
    // For the whole machine: only an administrator may add the firewall's rule, and whoever stands at the PA machine finds it.
    oneClick: true,
    perMachine: true,
    include: 'build/installer.nsh',
    deleteAppDataOnUninstall: false,
    artifactName: '${productName}-${version}-setup.${ext}',
  },
  mac: {
    // The archive is what electron-updater fetches.
    target: ['dmg', 'zip'],
    category: 'public.app-category.music',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.inherit.plist',
    extendInfo: {
      NSMicrophoneUsageDescription:
        'Mauzin sends the sound of the device that you choose to the people who listen.',
      NSAudioCaptureUsageDescription: 'Mauzin can send the sound of this computer to the people who listen.',
      NSLocalNetworkUsageDescription: 'Mauzin sends its sound to phones on your network.',
    },
    artifactName: '${productName}-${version}-${arch}.${ext}',
  },
  dmg: {
    contents: [
      { x: 150, y: 190 },
      { x: 390, y: 190, type: 'link', path: '/Applications' },
    ],
  },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'AudioVideo',
    executableName: 'mauzin',
    // The entry's file is named as the app calls itself (`desktopName` in package.json): portals know an app by that.
    syncDesktopName: true,
    maintainer: 'The authors of Mauzin <maintainers@mauzin.example>',
    synopsis: 'The sound of a mosque, live on every phone of its congregation',
    artifactName: '${productName}-${version}-${arch}.${ext}',
  },
  // Debian's own names of what Electron needs; `libpulse0` is how sound is captured there.
  deb: {
    depends: [
      'libgtk-3-0 | libgtk-3-0t64',
      'libnotify4',
      'libnss3',
      'libxss1',
      'libxtst6',
      'xdg-utils',
      'libatspi2.0-0 | libatspi2.0-0t64',
      'libuuid1',
      'libsecret-1-0',
      'libpulse0',
      // `pactl` and `parec`, for mixers with more than two channels.
      'pulseaudio-utils',
    ],
  },
};

function updatesFrom(url: string | undefined): [{ provider: 'generic'; url: string }] | null {
  return url === undefined || url === '' ? null : [{ provider: 'generic', url }];
}

export default config;
