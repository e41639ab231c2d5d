/** What the service writes around the phone's page. The page's own words, which are sent to the phone, are not here. */
export interface DocumentTexts {
  /** Beneath the mosque's name in a shared link. The link may be read at any time, so the text does not say whether the station is live. */
  readonly description: string;
  /** Above a plain player, where scripts are switched off. */
  readonly noScript: string;
  /** In place of the player at a private station, which needs a script to ask for its code. */
  readonly needsScript: string;
  /** Where the page's script did not come, or cannot be read. */
  readonly unread: string;
  /** The heading of the list of all stations. */
  readonly stations: string;
  readonly noStations: string;
}
