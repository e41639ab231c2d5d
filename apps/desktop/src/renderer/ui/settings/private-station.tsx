import { isUsableAccessCode, isUsableNewAccessCode, limits } from '@mauzin/shared';
import { useState } from 'react';

import { Section } from './section.tsx';
import { randomNumber, suggestCode } from './suggest-code.ts';
import { Switch } from './switch.tsx';
import { TextField } from './text-field.tsx';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

/**
 * Who may listen: everybody, or only those who know the access code. Where the station is on another server, its admin sets the code
 * there; here it is only kept, for QR code and link.
 */
export function PrivateStation() {
  const { change, desktop, replace } = useSettings();
  const { listeners: texts } = useSettingsTexts();
  const { accessCode, codeInLink, newCodeEnds, server } = desktop.settings;
  const inside = server.kind === 'inside';
  const makePrivate = (on: boolean): void =>
    void replace({ accessCode: on ? suggestCode(randomNumber) : null });
  return (
    <Section untitled={inside} title={texts.private.name}>
      {inside && <Switch {...texts.private} on={accessCode !== null} onSwitch={makePrivate} />}
      {(!inside || accessCode !== null) && <CodeField inside={inside} code={accessCode} />}
      {inside && accessCode !== null && (
        <Switch
          {...texts.newCodeEnds}
          on={newCodeEnds}
          onSwitch={(on) => void change('newCodeEnds', () => on)}
        />
      )}
      {accessCode !== null && (
        <Switch
          {...texts.codeInLink}
          on={codeInLink}
          onSwitch={(on) => void change('codeInLink', () => on)}
        />
      )}
    </Section>
  );
}

function CodeField({ code, inside }: { readonly code: string | null; readonly inside: boolean }) {
  const { replace } = useSettings();
  const { listeners: texts, problem } = useSettingsTexts();
  const [shown, setShown] = useState(false);
  const { hint, name } = inside ? texts.code : texts.codeElsewhere;
  const save = (accessCode: string) => {
    if (accessCode === '' && !inside) return replace({ accessCode: null });
    // The code of a station elsewhere is as its admin has set it.
    if (inside && !isUsableNewAccessCode(accessCode)) return problem.codeShort;
    return isUsableAccessCode(accessCode) ? replace({ accessCode }) : problem.codeShortElsewhere;
  };
  return (
    <TextField
      label={name}
      hint={hint}
      value={code ?? ''}
      type={shown ? 'text' : 'password'}
      maxLength={limits.accessCodeChars}
      save={save}
      renderAfter={() => (
        <>
          <button type="button" className="plain" onClick={() => setShown(!shown)}>
            {shown ? texts.hideCode : texts.showCode}
          </button>
          {inside && (
            <button
              type="button"
              className="plain"
              onClick={() => void replace({ accessCode: suggestCode(randomNumber) })}
            >
              {texts.anotherCode}
            </button>
          )}
        </>
      )}
    />
  );
}
