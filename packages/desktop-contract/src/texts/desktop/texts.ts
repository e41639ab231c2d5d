/** Every word of the desktop's window. */
export interface DesktopTexts {
  readonly button: Record<
    | 'goLive'
    | 'stop'
    | 'stopNow'
    | 'stay'
    | 'addSource'
    | 'copy'
    | 'copied'
    | 'open'
    | 'settings'
    | 'back'
    | 'takeOver'
    | 'allow'
    | 'ok'
    | 'recordings'
    | 'poster'
    | 'posterSaved'
    | 'posterFailed'
    | 'install',
    string
  >;
  /** What is wrong and what to do. `{name}`, `{wanted}`, `{used}`, `{file}` are filled in. */
  readonly problem: Record<
    | 'missing'
    | 'denied'
    | 'deniedSystem'
    | 'failed'
    | 'portTaken'
    | 'mediaPortTaken'
    | 'noNetwork'
    | 'serviceNotStarted'
    | 'serverAway'
    | 'settingsSetAside'
    | 'settingsNotSaved'
    | 'keyInPlain'
    | 'keyStoreLocked'
    | 'firewall'
    | 'diskNearlyFull'
    | 'deadAir'
    | 'sourceLost'
    | 'notHeard'
    | 'notHeardElsewhere'
    | 'diskFull'
    | 'cannotWrite'
    | 'shortcutTaken'
    | 'updateReady',
    string
  >;
  readonly noSources: string;
  /** What a station is called until somebody gives it a name. */
  readonly firstStationName: string;
  readonly stopQuestion: string;
  readonly qrCode: string;
  readonly linkSoon: string;
  readonly mixLevel: string;
  /** Asked when the window is closed on the air. */
  readonly close: Record<'question' | 'detail' | 'stay' | 'close', string>;
  readonly sources: string;
  readonly systemSound: string;
  readonly defaultInput: string;
  readonly link: string;
}
