import type {
  CallName,
  DesktopBridge,
  DesktopState,
  EventName,
  EventPayloads,
  SettingsChange,
} from '@mauzin/desktop-contract';

/** An input of the page's own: what it is called, how loud it is, or why it cannot be opened. */
export interface GalleryDevice {
  readonly deviceId: string;
  readonly label: string;
  /** RMS of what comes in, dBFS; null: silence. */
  readonly levelDbfs: number | null;
  readonly trouble?: 'denied' | 'failed';
}

export interface Script {
  readonly state: DesktopState;
  readonly devices: readonly GalleryDevice[];
  /** What main answers, by call. Others get `undefined`. */
  readonly answers: Readonly<Partial<Record<CallName, unknown>>>;
}

/** What the page offers to whoever looks at it. */
export interface ScriptedWindow {
  readonly mauzin: DesktopBridge;
  readonly gallery: {
    /** Every call to main, in order. */
    readonly calls: { readonly name: CallName; readonly argument: unknown }[];
    tell<N extends EventName>(name: N, payload: EventPayloads[N]): void;
  };
}

/**
 * Runs in the page before anything else: main, as a script, and inputs that sound as they are told. Sent to the page as
 * text, so it stands alone.
 */
export function scriptPage({ answers, devices, state: first }: Script): void {
  let state = first;
  const calls: { name: CallName; argument: unknown }[] = [];
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const mauzin: DesktopBridge = {
    call: (name, argument) => {
      calls.push({ name, argument });
      if (name === 'change-settings') change(argument as SettingsChange);
      // Unless a scene says otherwise, the system lets the app hear.
      const given = { 'get-state': state, 'prepare-capture': true, ...answers };
      return Promise.resolve(given[name as 'get-state'] as never);
    },
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  };
  /** As main would: the parts are taken, the key is not told. */
  const change = ({ server, stationName, ...parts }: SettingsChange): void => {
    const { settings } = state;
    const name = stationName ?? settings.station.name;
    const { key: _key, ...shown } = { key: '', ...(server ?? settings.server) };
    const changed = { ...settings, ...parts, station: { ...settings.station, name }, server: shown };
    const carriedCode = changed.codeInLink ? changed.accessCode : null;
    tell('state', { ...state, settings: changed, carriedCode });
  };
  const tell = (name: EventName, payload: unknown): void => {
    if (name === 'state') state = payload as DesktopState;
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  };
  Object.assign(globalThis, { mauzin, gallery: { calls, tell } });

  let context: AudioContext | null = null;
  /** Five tones that never agree, so that the peaks stand out of the mean as a voice's do. */
  const sound = (levelDbfs: number | null): MediaStream => {
    context ??= new AudioContext({ sampleRate: 48_000 });
    const out = new MediaStreamAudioDestinationNode(context);
    const amplitude = levelDbfs === null ? 0 : 10 ** (levelDbfs / 20) * Math.sqrt(2 / 5);
    for (const frequency of [181, 293, 457, 733, 1091]) {
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(new GainNode(context, { gain: amplitude })).connect(out);
      tone.start();
    }
    return out.stream;
  };
  const listed = devices.map(({ deviceId, label }) => ({
    deviceId,
    label,
    kind: 'audioinput',
    groupId: deviceId,
  }));
  const idOf = (wanted: ConstrainDOMString | undefined): string | undefined =>
    typeof wanted === 'object' && 'exact' in wanted ? String(wanted.exact) : undefined;
  Object.assign(navigator.mediaDevices, {
    enumerateDevices: () => Promise.resolve(listed),
    getUserMedia: ({ audio }: MediaStreamConstraints) => {
      const id = typeof audio === 'object' ? idOf(audio.deviceId) : undefined;
      const device = devices.find(({ deviceId }) => deviceId === id) ?? devices[0];
      if (!device) return Promise.reject(new DOMException('none', 'NotFoundError'));
      if (device.trouble === 'denied') return Promise.reject(new DOMException('no', 'NotAllowedError'));
      if (device.trouble === 'failed') return Promise.reject(new DOMException('no', 'NotReadableError'));
      return Promise.resolve(sound(device.levelDbfs));
    },
    getDisplayMedia: () => Promise.resolve(sound(-30)),
  });
}
