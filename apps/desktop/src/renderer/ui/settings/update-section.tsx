import {
  type DesktopState,
  fill,
  type SettingsTexts,
  updateChannels,
  type UpdateState,
} from '@mauzin/desktop-contract';

import { formatShare } from '../../numbers.ts';
import { useAskMain } from '../lock/use-ask-main.ts';
import { useLanguage } from '../use-window.ts';
import { optionOf, RadioGroup } from './radio-group.tsx';
import { Section } from './section.tsx';
import { useSettingsTexts } from './use-settings-texts.ts';
import { useSettings } from './use-settings.ts';

export function UpdateSection() {
  const { change, desktop } = useSettings();
  const { computer: texts } = useSettingsTexts();
  const { update } = desktop;
  if (update.name === 'unavailable') {
    return (
      <Section title={texts.updates}>
        <p className="settings-row">{texts.update.unavailable}</p>
      </Section>
    );
  }
  return (
    <div className="updates">
      <RadioGroup
        legend={texts.updates}
        options={updateChannels.map((value) => optionOf(value, texts.channel[value]))}
        value={desktop.settings.updateChannel}
        onChoose={(value) => void change('updateChannel', () => value)}
      />
      {update.name !== 'off' && <UpdateRow update={update} wantsLive={desktop.wantsLive} />}
    </div>
  );
}

type ShownUpdate = Exclude<UpdateState, { readonly name: 'off' | 'unavailable' }>;

function UpdateRow({
  update,
  wantsLive,
}: { readonly update: ShownUpdate } & Pick<DesktopState, 'wantsLive'>) {
  const language = useLanguage();
  const { computer: texts } = useSettingsTexts();
  const ask = useAskMain();
  const late = update.name === 'ready' && wantsLive;
  return (
    <div className="settings-card">
      <div className="settings-row action">
        <span className="settings-words">
          <output>{sentenceOf(update, texts, (share) => formatShare(language, share))}</output>
          {update.name === 'downloading' && (
            <progress aria-label={texts.updates} value={update.share} max={1} />
          )}
          {late && <span className="settings-hint">{texts.update.afterBroadcast}</span>}
        </span>
        {(update.name === 'none' || update.name === 'failed') && (
          <button
            type="button"
            className="plain"
            onClick={() => void ask(({ call }) => call('check-for-updates', undefined))}
          >
            {texts.check}
          </button>
        )}
        {update.name === 'ready' && (
          <button
            type="button"
            className="plain"
            disabled={late}
            onClick={() => void ask(({ call }) => call('install-update', undefined))}
          >
            {texts.install}
          </button>
        )}
      </div>
    </div>
  );
}

function sentenceOf(
  update: ShownUpdate,
  { update: texts }: SettingsTexts['computer'],
  formatted: (share: number) => string,
): string {
  switch (update.name) {
    case 'downloading':
      return fill(texts.downloading, { share: formatted(update.share) });
    case 'ready':
      return fill(texts.ready, { version: update.version });
    default:
      return texts[update.name];
  }
}
