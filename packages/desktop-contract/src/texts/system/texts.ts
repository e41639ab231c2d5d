interface Note {
  readonly title: string;
  readonly body: string;
}

/** What the desktop app says outside its window: in the tray, in notifications, and in questions while no window is there. */
export interface SystemTexts {
  readonly tray: Record<'goLive' | 'stop' | 'open' | 'quit', string>;
  /** `{name}` is filled in. */
  readonly alarm: Record<'deadAir' | 'sourceLost' | 'notHeard', Note>;
  readonly notice: Record<'signalStarted' | 'signalStopped' | 'backOnAir', Note>;
  readonly stop: Record<'question' | 'stop' | 'stay', string>;
}
