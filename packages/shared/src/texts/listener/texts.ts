/** Every word of the phone's page. */
export interface ListenerTexts {
  /** One word or two for each state; shown large. */
  readonly state: Record<
    | 'connecting'
    | 'waiting'
    | 'ready'
    | 'playing'
    | 'reconnecting'
    | 'lost'
    | 'full'
    | 'blocked'
    | 'private'
    | 'gone',
    string
  >;
  /** What to do or what happens next, in one sentence. */
  readonly hint: Record<
    | 'connecting'
    | 'waiting'
    | 'waitingUnlocked'
    | 'ready'
    | 'playing'
    /** While it plays where a locked screen may end the sound. */
    | 'live'
    | 'reconnecting'
    | 'lost'
    | 'blocked'
    | 'unsupported'
    | 'unreachable'
    | 'offline',
    string
  >;
  readonly button: Record<'listen' | 'listenWhenLive' | 'stop' | 'tryAgain' | 'reload', string>;
  readonly volume: string;
  readonly language: string;
  /** A language was chosen, and its words did not arrive. */
  readonly languageFailed: string;
  readonly privacy: string;
  /** With `{seconds}` and `{megabytes}` in their places. */
  readonly figures: Record<'behind' | 'perHour' | 'used', string>;
  /**
   * The quiet sheet: the name of each choice, and one sentence about it. `{saver}` and `{normal}` are megabytes an
   * hour, `{seconds}` how far behind pocket mode may be (3: in most languages a plural).
   */
  readonly choices: Record<
    | 'title'
    | 'saver'
    | 'saverHint'
    | 'pocket'
    | 'pocketHint'
    | 'pocketNoCodec'
    | 'pocketNoStream'
    | 'tone'
    | 'toneHint'
    | 'receiver'
    | 'receiverHint',
    string
  >;
  /** One line that asks, the button that takes it, and the one that does not. */
  readonly offers: Record<'saver' | 'saverTake' | 'pocket' | 'pocketTake' | 'notNow', string>;
  /** A private station's form. */
  readonly code: Record<'label' | 'enter', string>;
  /** Inside another app: why the real browser is better, and how to get there. */
  readonly inApp: Record<'reason' | 'open' | 'menu' | 'copy' | 'copied' | 'copyFailed', string>;
  /** The tablet on the wall. `sleep`: the browser cannot keep the screen on. */
  readonly receiver: Record<'tapOnce' | 'hint' | 'sleep' | 'end', string>;
  /** The small player in the mosque's own site: the link to the whole page. */
  readonly embed: Record<'open', string>;
}
