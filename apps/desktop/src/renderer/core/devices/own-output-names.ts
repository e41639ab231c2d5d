const namesIn = (list: string): readonly string[] => list.split(',').map((name) => name.trim());

/**
 * The sound card's own mix, as drivers call it in the languages that Windows speaks. Each stands as people write it; it is compared
 * without accents, case and punctuation, in whole words. A mixer at the wall is none: *Stereo Mixer* does not match.
 */
const stereoMix = namesIn(`
  Stereo Mix, Mono Mix, What U Hear, What You Hear, Wave Out Mix, WaveOut Mix, Rec. Playback, Record Playback,
  Stereomix, Stereo-Mischung, Was Sie hören, Mixage stéréo, Mix stéréo, Mélange stéréo, Ce que vous entendez,
  Mezcla estéreo, Mezcla estereofónica, Lo que escucha, Lo que oye, Mixagem estéreo, Mistura estéreo,
  Mixagem estereofônica, O que você ouve, O que ouve, Missaggio stereo, Missaggio stereofonico,
  Miscelazione stereo, Mix stereo, Barreja estèreo, Mestura estéreo, Estereo nahasketa, Stereofonische mix,
  Stereo mengen, Stereomiks, Stereo miks, Stereomixning, Stereoblandning, Stereomiksaus, Stereosekoitus,
  Stereo-äänisekoitus, Stereo hljóðblöndun, Stereo mešanje, Stereo miješanje, Miks stereo, Mix stereo,
  Miksowanie stereo, Stereofoniczny miks, Směšovač stereo, Stereofonní směšovač, Směšování stereo, Stereo směs,
  Stereofonní mix, Stereo zmiešavanie, Stereofónny mix, Stereo zmes, Sztereó keverő, Sztereó keverés,
  Sztereó mix, Sztereokeverő, Mixaj stereo, Mixare stereo, Stereomaišymas, Stereo maišymas, Stereo mikšeris,
  Stereo miksēšana, Stereo jaukšana, Stereosegu, Stereo segu, Stereo Karışımı, Stereo Karışım,
  Stereo Karıştırıcı, Stereo Miks, Stereo qarışıq, Stereo aralashma, Campuran Stereo, Gabungan Stereo,
  Adunan Stereo, Hòa âm stereo, Trộn âm thanh nổi, Hòa âm nổi, Стерео микшер, Стереомикшер, Стерео микс,
  Стереомикс, Стереофонический микшер, Стерео мікшер, Стереомікшер, Стерео мікс, Стереомікс, Стерэа мікшар,
  Стерео миксер, Стереомиксер, Стерео смесване, Стереомиксиране, Стерео мешање, Στερεοφωνική μίξη,
  Στερεοφωνική μείξη, Μίξη stereo, Στερεοφωνικός μίκτης, Στερεοφωνικό μείγμα, מיקס סטריאו, סטריאו מיקס,
  מערבל סטריאו, ערבול סטריאו, מיזוג סטריאו, סטריאופוני מיקס, مزج ستيريو, مزج الستيريو, مزيج ستيريو,
  مزيج الستيريو, ستيريو ميكس, مزج مجسم, مازج ستيريو, مزج استريو, خلط ستيريو, میکس استریو, ترکیب استریو,
  مخلوط استریو, سٹیریو مکس, اسٹیریو مکس, स्टीरियो मिक्स, स्टीरियो मिश्रण, স্টেরিও মিক্স, স্টেরিও মিশ্রণ,
  ஸ்டீரியோ மிக்ஸ், స్టీరియో మిక్స్, სტერეო მიქსი, Ստերեո միքս, Стерео араласу, 스테레오 믹스, 스테레오믹스, 스테레오 믹서
`);

/** The same in languages that leave no spaces between words, or do as they like. */
const unspacedStereoMix = namesIn(`
  立体声混音, 立体声混合, 立體聲混音, 立體聲混合, 立体音混音, 您听到的声音, 您聽到的聲音, ステレオミックス, ステレオミキサー, ステレオミキサ, 再生リダイレクト, ループバック,
  สเตอริโอมิกซ์, สเตอริโอมิก, สเตริโอมิกซ์, มิกซ์สเตอริโอ, ผสมสเตอริโอ
`);

/** Loops in software. A network's sound card (Dante and its like) is none: it brings a real mixer. */
const cables = namesIn(`
  VB-Audio, VB-Cable, CABLE Output, CABLE-A Output, CABLE-B Output, CABLE-C Output, CABLE-D Output,
  Hi-Fi CABLE Output, VoiceMeeter, Voicemeeter VAIO, Voicemeeter AUX, Virtual Audio Cable, Virtual Cable,
  virtual-audio-capturer, Elgato Wave Link, Wave Link, SteelSeries Sonar, NVIDIA Virtual Audio, Loopback,
  Soundflower, iShowU, Background Music, ZoomAudioDevice, Microsoft Teams Audio, Null Output, Null-Audio,
  Steam Streaming Speakers
`);
/** These stand before a number in the same word (*BlackHole2ch*). */
const cablePrefixes = /(?:^| )(?:blackhole|soundflower|voicemeeter)/;

/** A PulseAudio or PipeWire source of what an output plays: by its description, or by its own name. */
const monitorSource = /^(?:default )?(?:remapped )?monitor of |\.monitor(?:$|[\s)\]])/;

/** Without accents, case and punctuation (a stop within a name stays): names are written in many ways. */
const plainly = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    // Turkish writes an i without its dot, which is a letter of its own.
    .replaceAll('ı', 'i')
    .replaceAll(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim();

const words = [...stereoMix, ...cables].map((name) => ` ${plainly(name)} `);
const unspaced = unspacedStereoMix.map((name) => plainly(name).replaceAll(' ', ''));

/**
 * Whether an input records what this computer plays, by the name that its driver or system gives it. A name that says nothing of it
 * proves nothing.
 */
export function recordsOwnOutput(label: string): boolean {
  const plain = plainly(label);
  const spaced = ` ${plain} `;
  const run = plain.replaceAll(' ', '');
  return (
    words.some((name) => spaced.includes(name)) ||
    unspaced.some((name) => run.includes(name)) ||
    cablePrefixes.test(plain) ||
    monitorSource.test(plain)
  );
}
