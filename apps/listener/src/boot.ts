/**
 * Runs in the head, before anything of the page is shown, and long before its own script is there; so it is as small as it
 * can be. It turns the page to the language that was chosen on this device, and keeps a tap that comes too early.
 * `edge/drawn-page.ts` takes over from it.
 */
const root = document.documentElement;

function turn(): void {
  // The page keeps nothing here but languages that it speaks. (Their list would be half of this script.)
  const language = localStorage.getItem('mauzin.language');
  if (!language || language === root.lang || !/^[a-z]{2}$/.test(language)) return;
  root.lang = language;
  root.dir = /ar|ur/.test(language) ? 'rtl' : 'ltr';
  // Hides the words that were drawn in the other language.
  root.dataset['turned'] = '';
  const texts = document.createElement('link');
  texts.rel = 'preload';
  texts.as = 'fetch';
  texts.crossOrigin = '';
  texts.href = `/texts/${language}.json`;
  document.head.appendChild(texts);
}

try {
  turn();
} catch {
  // Storage is denied: nothing was kept.
}

document.onclick = ({ target }) => {
  const button = target instanceof Element && target.closest('.big-listen');
  if (!button) return;
  root.dataset['tapped'] = '';
  button.setAttribute('aria-busy', 'true');
  // In the tap itself, or iOS would not let the script play later.
  document
    .querySelector<HTMLAudioElement>('#sound')
    ?.play()
    .catch(() => undefined);
};
