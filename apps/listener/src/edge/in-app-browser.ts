/** A browser inside another app. What is on in it ends with the app, or with the screen. */
export interface InAppBrowser {
  readonly system: 'android' | 'ios';
}

/** What such apps write of themselves: Facebook and Messenger, Instagram, TikTok, Snapchat, Line, WeChat, Telegram, X, LinkedIn. */
const apps =
  /\bFB(?:AN|AV|IOS|_IAB)\b|Orca-Android|MessengerForiOS|Instagram|TikTok|musical_ly|trill_|Bytedance|Snapchat|\bLine\/|MicroMessenger|Telegram|Twitter|LinkedInApp/i;
/** Any other app on Android: the system's own web view says so. */
const webView = /;\s*wv\)/;

/**
 * Whether a page stands in another app's browser, from the user agent. Chrome's custom tabs and Safari are browsers of their
 * own: they play on. Pure.
 */
export function inAppBrowser(userAgent: string): InAppBrowser | null {
  if (userAgent.includes('Android')) {
    return apps.test(userAgent) || webView.test(userAgent) ? { system: 'android' } : null;
  }
  if (!/iPhone|iPad|iPod/.test(userAgent)) return null;
  // Only browsers call themselves Safari there; the web view of an app leaves it out.
  return apps.test(userAgent) || !userAgent.includes('Safari/') ? { system: 'ios' } : null;
}

/** Opens an address in Android's own browser (the `intent:` scheme of Chrome for Android). Pure. */
export function intentLink({
  protocol,
  host,
  pathname,
  search,
}: Pick<Location, 'protocol' | 'host' | 'pathname' | 'search'>): string {
  const intent = [
    'Intent',
    `scheme=${protocol.replace(':', '')}`,
    'action=android.intent.action.VIEW',
    'category=android.intent.category.BROWSABLE',
    'end',
  ];
  return `intent://${host}${pathname}${search}#${intent.join(';')}`;
}
