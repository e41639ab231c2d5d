import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** As @electron/fuses finds the wire in Electron's program: this text, a version, a length, one digit a fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wireVersion = 1;
/** The fuses of a program as it is delivered. */
const wire = '101100011';
const program = Buffer.concat([
  Buffer.from('not a program '),
  Buffer.from(sentinel),
  Buffer.from([wireVersion, wire.length]),
  Buffer.from(wire),
]);

/** What electron-builder expects of a directory with Electron for Linux; its program is none, but has fuses. */
export function makeLinuxRuntime(folder: string): void {
  const put = putInto(folder);
  put('electron', program);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'locales/en-US.pak']) put(name, 'x');
  mkdirSync(join(folder, 'resources'));
}

const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map((kind) => `Electron Helper${kind}`);

/** The same for macOS. */
export function makeMacRuntime(folder: string): void {
  const put = putInto(join(folder, 'Electron.app', 'Contents'));
  put('Info.plist', plistOf('Electron'));
  put('MacOS/Electron', 'x');
  put('Resources/electron.icns', 'x');
  put('Frameworks/Electron Framework.framework/Electron Framework', program);
  for (const helper of helpers) {
    put(`Frameworks/${helper}.app/Contents/Info.plist`, plistOf(helper));
    put(`Frameworks/${helper}.app/Contents/MacOS/${helper}`, 'x');
  }
}

const putInto =
  (folder: string) =>
  (path: string, content: string | Buffer): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, 0o755);
  };

const plistOf = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.${name.replaceAll(/\W/g, '')}</string>
<key>CFBundleName</key><string>${name}</string>
<key>CFBundleVersion</key><string>45.0.0</string>
</dict></plist>
`;
