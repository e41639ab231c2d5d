import { noProcessing, type SavedSource } from '@mauzin/desktop-contract';

type DeviceSource = Extract<SavedSource, { kind: 'device' }>;

const plainStrip = { gainDb: 0, muted: false, channels: 'stereo', processing: noProcessing } as const;

/** A source as it is when it was just added. */
export const deviceSource = (id: string, deviceId: string, label: string): DeviceSource => ({
  kind: 'device',
  id,
  deviceId,
  label,
  ...plainStrip,
});

export const systemSource = (id: string): SavedSource => ({ kind: 'system', id, ...plainStrip });

export const defaultSource = (id: string): SavedSource => ({ kind: 'default', id, ...plainStrip });
