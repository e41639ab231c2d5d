/** The harness: makes, plays, records and compares sound; starts Chromium and the desktop app. */
export * from './build-stand-in.ts';
export * from './chromium.ts';
export * from './desktop.ts';
export * from './desktop-app.ts';
export * from './hear.ts';
export * from './launch-mauzin.ts';
export * from './opus.ts';
export * from './play.ts';
export * from './power-cut.ts';
export * from './pulse.ts';
export * from './random.ts';
export * from './record.ts';
export * from './sound.ts';
export * from './udp-forwarder.ts';
export * from './temporary.ts';
export * from './tools.ts';
export * from './wav.ts';
