/** A source of PulseAudio, or of PipeWire, which speaks its protocol. */
export interface PulseSource {
  readonly name: string;
  /** What people read, in Chromium's list too. */
  readonly description: string;
  readonly channelMap: readonly string[];
  /** It is what an output plays. */
  readonly isMonitor: boolean;
}

/** A module that was loaded, with its arguments as they were given. */
export interface PulseModule {
  readonly id: string;
  readonly name: string;
  readonly args: string;
}

/**
 * Of `pactl list sources`, in the language C. Its JSON would be easier to read, but that of 16.1 loses every description with a letter
 * beyond ASCII.
 */
export function sourcesOf(text: string): readonly PulseSource[] {
  return text.split(/^Source #/m).flatMap((block) => {
    const field = (name: string): string =>
      new RegExp(`^\\t${name}: (.*)$`, 'm').exec(block)?.[1]?.trim() ?? '';
    const name = field('Name');
    if (name === '') return [];
    const channelMap = field('Channel Map').split(',').filter(Boolean);
    const monitorOf = field('Monitor of Sink');
    const isMonitor = monitorOf !== '' && monitorOf !== 'n/a';
    return [{ name, description: field('Description'), channelMap, isMonitor }];
  });
}

/** Of `pactl list short modules`: a line each, its parts between tabs. */
export const modulesOf = (text: string): readonly PulseModule[] =>
  text.split('\n').flatMap((line) => {
    const [id = '', name = '', args = ''] = line.split('\t');
    return id === '' ? [] : [{ id, name, args }];
  });
