import { type Poster, posterTexts } from '@mauzin/desktop-contract';
import { directionOf, invitation } from '@mauzin/shared';

import { QrCode } from '../ui/qr-code.tsx';
import { Star } from '../ui/star.tsx';

/** One sheet of A4: whose sound it is, what to do in each language, the code, and the link for those without a camera. */
export function PosterSheet({ poster }: { readonly poster: Poster }) {
  const { asksForCode = false, code = null, languages, link, mosque, onNetworkOnly } = poster;
  const typed = link.replace(/^https?:\/\//, '');
  const size = `name-${lengthOf(mosque, 24, 48)} link-${lengthOf(typed, 32, 64)}`;
  return (
    <main className={`sheet of-${languages.length} ${size}`}>
      <Star className="corner" />
      <h1 dir="auto">{mosque}</h1>
      <QrCode label={link} text={invitation(link, code)} />
      <p className="link" dir="ltr">
        {typed}
      </p>
      <div className="languages">
        {languages.map((language) => (
          <section key={language} lang={language} dir={directionOf(language)}>
            <h2>{posterTexts[language].headline}</h2>
            <p>
              {posterTexts[language].how}
              {asksForCode && ` ${posterTexts[language].askForCode}`}
            </p>
            {onNetworkOnly && <p className="network">{posterTexts[language].network}</p>}
          </section>
        ))}
      </div>
    </main>
  );
}

const lengthOf = (text: string, long: number, longest: number): 'short' | 'long' | 'longest' =>
  text.length > longest ? 'longest' : text.length > long ? 'long' : 'short';
