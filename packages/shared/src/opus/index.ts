export * from './presets.ts';
export * from './sdp.ts';
