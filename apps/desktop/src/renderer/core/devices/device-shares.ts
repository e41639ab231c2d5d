import type { LostDeviceFallback, SavedSource } from '@mauzin/desktop-contract';

import {
  allInputs,
  defaultInput,
  defaultRow,
  type DeviceInfo,
  type InputDevice,
  listInputs,
  matchDevice,
} from './devices.ts';
import { recordsOwnOutput } from './own-output-names.ts';

/** Says which device each source is to have, so that no two have the same one. */
export class DeviceShares {
  #sources: readonly SavedSource[] = [];
  /** The device that a source was given, by the source's id: two of the same name may be looked for at once. */
  readonly #own = new Map<string, string>();
  readonly #standIns = new Map<string, string>();
  /** By a source's device: devices of the same name that were seen together with it, and so are other devices. */
  readonly #twins = new Map<string, Set<string>>();

  follow(sources: readonly SavedSource[]): void {
    this.#sources = sources;
    const ids = new Set(sources.map(({ id }) => id));
    for (const shares of [this.#own, this.#standIns]) {
      for (const id of shares.keys()) if (!ids.has(id)) shares.delete(id);
    }
  }

  /** To be told of each look at the devices. */
  saw(devices: readonly DeviceInfo[]): void {
    const inputs = allInputs(devices);
    for (const source of this.#sources) {
      if (source.kind !== 'device') continue;
      const itself = inputs.find(({ deviceId }) => deviceId === source.deviceId);
      if (!itself) continue;
      const twins = inputs.filter(
        ({ deviceId, label }) => label === itself.label && deviceId !== itself.deviceId,
      );
      const known = this.#twins.get(source.deviceId) ?? new Set();
      for (const { deviceId } of twins) known.add(deviceId);
      this.#twins.set(source.deviceId, known);
    }
  }

  /** A source's own device, as far as it is there. */
  find(source: SavedSource, available: readonly DeviceInfo[]): InputDevice | null {
    if (source.kind === 'system') return null;
    if (source.kind === 'default') return defaultRow(available);
    const twins = this.#twins.get(source.deviceId) ?? [];
    const device = matchDevice(source, available, [...this.#ownedByOthers(source.id), ...twins]);
    if (device) this.#own.set(source.id, device.deviceId);
    return device;
  }

  /** What is heard in place of a source's lost device; null: nothing. */
  findStandIn(
    source: SavedSource,
    whenLost: LostDeviceFallback,
    available: readonly DeviceInfo[],
  ): InputDevice | null {
    this.#standIns.delete(source.id);
    const device = whenLost === 'silence' ? null : this.#pickStandIn(source, whenLost, available);
    if (device) this.#standIns.set(source.id, device.deviceId);
    return device;
  }

  release(id: string): void {
    this.#standIns.delete(id);
  }

  /** A source's stand-in turned out to be the own device of another one. */
  isContested(id: string): boolean {
    const standIn = this.#standIns.get(id);
    return standIn !== undefined && this.#ownedByOthers(id).includes(standIn);
  }

  #pickStandIn(
    source: SavedSource,
    whenLost: Exclude<LostDeviceFallback, 'silence'>,
    available: readonly DeviceInfo[],
  ): InputDevice | null {
    const lost = source.kind === 'device' ? [source.deviceId, this.#own.get(source.id)] : [];
    const others = [...this.#standIns].filter(([id]) => id !== source.id).map(([, deviceId]) => deviceId);
    const used = new Set([...lost, ...this.#ownedByOthers(source.id), ...others]);
    // The same device twice would be twice as loud; where the system does not say which one it prefers, none can be told.
    const preferred = defaultInput(available);
    if (preferred && used.has('default')) used.add(preferred.deviceId);
    if (whenLost === 'next-device') {
      // What this computer plays is no microphone: its alarm would be on the air.
      const free = listInputs(available).filter(({ deviceId }) => !used.has(deviceId));
      return free.find(({ label }) => !recordsOwnOutput(label)) ?? null;
    }
    return preferred && !used.has(preferred.deviceId) ? defaultRow(available) : null;
  }

  #ownedByOthers(id: string): readonly string[] {
    return this.#sources
      .filter((other) => other.id !== id)
      .flatMap((other) => {
        if (other.kind === 'default') return ['default'];
        return other.kind === 'device' ? [other.deviceId, this.#own.get(other.id) ?? other.deviceId] : [];
      });
  }
}
