import type { ChannelPick, Processing } from '../../settings.ts';
import type { SourceSound } from '../../sound-report.ts';

/** The words on a source's strip. */
export interface StripTexts {
  /** How a source stands, beside its name. `{name}`: what is heard in its place. */
  readonly sound: Record<Exclude<SourceSound, 'open'>, string>;
  /** Another device is heard in its place, and nobody knows its name. */
  readonly standInNameless: string;
  readonly muted: string;
  readonly mute: string;
  readonly unmute: string;
  readonly remove: string;
  readonly more: string;
  /** What the source is heard from. */
  readonly device: string;
  readonly gain: string;
  readonly level: string;
  readonly channels: string;
  readonly channel: Record<ChannelPick, string>;
  /** Of a mixer with more than two channels. `level`: `{name}` is filled in. `routing`: where none can be chosen here. */
  readonly desk: Record<'channels' | 'level' | 'failed' | 'routing', string>;
  /** The sound was louder than the device can tell; stays for 3 s, or until somebody clicks. */
  readonly clip: string;
  readonly clearClip: string;
  readonly processing: Record<keyof Processing, { readonly name: string; readonly effect: string }>;
}
