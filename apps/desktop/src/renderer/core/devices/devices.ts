/** An audio input as the system names it. */
export interface InputDevice {
  readonly deviceId: string;
  readonly label: string;
}

export interface DeviceInfo extends InputDevice {
  readonly kind: string;
  readonly groupId: string;
}

/** Chromium's rows for "whatever the system has chosen"; they repeat a device that is listed under its own name. */
const aliases: ReadonlySet<string> = new Set(['default', 'communications']);

/** Every audio input, those rows included. A row without an id stands for devices that may not be seen. */
export const allInputs = (devices: readonly DeviceInfo[]): readonly DeviceInfo[] =>
  devices.filter((device) => device.kind === 'audioinput' && device.deviceId !== '');

/** Every audio input once, by name, for a person to choose from. */
export function listInputs(devices: readonly DeviceInfo[]): readonly InputDevice[] {
  const inputs = allInputs(devices);
  const real = inputs.filter((device) => !aliases.has(device.deviceId));
  const listed = real.length > 0 ? real : inputs.filter((device) => device.deviceId === 'default');
  return listed.map(plain);
}

/**
 * The input that the system prefers, under its own name where that can be told (by "Default - Name" on Windows, by its
 * group on macOS), else as the `default` row itself; null when there is no input at all.
 */
export function defaultInput(devices: readonly DeviceInfo[]): InputDevice | null {
  const inputs = allInputs(devices);
  const alias = inputs.find((device) => device.deviceId === 'default');
  const real = inputs.filter((device) => !aliases.has(device.deviceId));
  if (!alias) return real[0] ? plain(real[0]) : null;
  const same =
    real.find(({ label }) => label !== '' && alias.label.endsWith(` - ${label}`)) ??
    real.find(({ groupId }) => groupId !== '' && groupId === alias.groupId);
  return plain(same ?? alias);
}

/** Whatever input the system prefers, as the row that stands for it; null when there is no input at all. */
export function defaultRow(devices: readonly DeviceInfo[]): InputDevice | null {
  const inputs = allInputs(devices);
  const row = inputs.find(({ deviceId }) => deviceId === 'default') ?? inputs[0];
  return row ? plain(row) : null;
}

/**
 * Changes when the system's default input, or output, does, where that can be told: Windows and macOS name it in the row's label or group.
 * PulseAudio and PipeWire don't; they move what records the default to the new one by themselves.
 */
export function defaultMark(
  devices: readonly DeviceInfo[],
  wanted: 'audioinput' | 'audiooutput' = 'audioinput',
): string {
  const row = devices.find(({ deviceId, kind }) => kind === wanted && deviceId === 'default');
  return row ? `${row.groupId} ${row.label}` : '';
}

/**
 * Finds a saved device again: by its id, then by its name, because ids change with ports and system updates. By its name
 * only among those that are nobody else's: of two equal mixers, the one that stays must not stand in for the other.
 */
export function matchDevice(
  saved: InputDevice,
  available: readonly InputDevice[],
  taken: readonly string[],
): InputDevice | null {
  const byId = available.find(({ deviceId }) => deviceId === saved.deviceId);
  if (byId || saved.label === '') return byId ?? null;
  return available.find(({ deviceId, label }) => label === saved.label && !taken.includes(deviceId)) ?? null;
}

const plain = ({ deviceId, label }: InputDevice): InputDevice => ({ deviceId, label });
