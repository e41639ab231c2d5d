import { fill, type LanAddress } from '@mauzin/desktop-contract';
import { type ChangeEvent, useId } from 'react';

import { openByKey } from '../open-by-key.ts';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

/** Which of this machine's addresses the link names. Shows all there are, and the one that is taken by itself. */
export function NetworkChoice() {
  const id = useId();
  const { desktop, replace } = useSettings();
  const { awayNetwork, listeners: texts } = useNetworkTexts();
  const { networks } = desktop.engine;
  const { network: fixed, server } = desktop.settings;
  const [likeliest] = networks;
  if (server.kind === 'remote' || (!likeliest && !fixed)) return null;
  const held =
    fixed && (networks.find((one) => valueOf(one) === valueOf(fixed)) ?? sameAdapter(networks, fixed));
  const away = held ? null : fixed;
  const all = away ? [...networks, away] : networks;
  const shown = held ?? away;
  const choose = (event: ChangeEvent<HTMLSelectElement>): void => {
    const chosen = all.find((one) => valueOf(one) === event.target.value);
    void replace({ network: chosen ?? null });
  };
  return (
    <div className="settings-row field">
      <label htmlFor={id}>{texts.network.name}</label>
      <span className="settings-hint" id={`${id}hint`}>
        {texts.network.hint}
      </span>
      <select
        id={id}
        onKeyDown={openByKey}
        aria-describedby={`${id}hint`}
        value={shown ? valueOf(shown) : ''}
        onChange={choose}
      >
        <option value="">
          {likeliest ? fill(texts.likeliestNetwork, { name: nameOf(likeliest) }) : texts.anyNetwork}
        </option>
        {all.map((one) => (
          <option key={valueOf(one)} value={valueOf(one)}>
            {one === away ? fill(awayNetwork, { name: nameOf(one) }) : nameOf(one)}
          </option>
        ))}
      </select>
    </div>
  );
}

function useNetworkTexts() {
  const { listeners, sound } = useSettingsTexts();
  return { listeners, awayNetwork: sound.awayOutput };
}

/** An adapter that was fixed is held to, also once it has another address. */
const sameAdapter = (networks: readonly LanAddress[], { adapter }: LanAddress): LanAddress | undefined =>
  networks.find((one) => one.adapter === adapter);
const valueOf = ({ adapter, address }: LanAddress): string => `${address} ${adapter}`;
/** Isolated, so that an address keeps its order between words that run the other way (Unicode's FSI … PDI). */
const nameOf = ({ adapter, address }: LanAddress): string =>
  `\u2068${address}\u2069 (\u2068${adapter}\u2069)`;
