import { compassIndex, twoDigits } from '../../api/people-words.ts';
import type { Hypothesis } from '../../core/discern/hypotheses.ts';
import type { Micros } from '../../core/units.ts';
import type { HazardEnd } from '../../core/warn/hazard.ts';
import type { Counted, Facts, HazardFacts, Sighting } from './facts.ts';
import type { Phrasebook, Texts } from './phrases.ts';
import { utcParts } from './time.ts';

/** Japanese, in the polite plain style of public announcements. It says what the English says, sentence by sentence. Names of places stay
 *  as the place list spells them. */
export const japanese: Phrasebook = {
  language: 'ja',
  marks: { exercise: '訓練 訓練 訓練', test: '試験 試験 試験' },
  marked: (text, mark) => `${mark}。${text}${mark}。`,
  texts: (facts): Texts => ({
    event: CAUSES[facts.cause],
    headline: HEADLINES[facts.purpose](CAUSES[facts.cause]),
    description: description(facts),
    instruction: INSTRUCTIONS[facts.purpose],
    areaDescription: areaDescription(facts),
  }),
  hazard: (facts): Texts => ({
    event: '物体の落下',
    ...(facts.over === undefined ? comesDown(facts) : HAZARD_OVER[facts.over]),
    areaDescription: areaDescription(facts),
  }),
  inReach: (facts): Texts => ({
    event: CAUSES[facts.cause],
    headline: `${CAUSES[facts.cause]}：避難の準備をしてください。`,
    description: `${seen(facts)}今の進路のまま飛べば、この広い区域には落下しません。進路が変わった場合は、この区域に落下する可能性があります。`,
    instruction: '頑丈な建物の近くにいて、情報に注意してください。指示が出たら直ちに避難してください。',
    areaDescription: '進路が変わった場合に落下する可能性のある区域',
  }),
};

type Said = Pick<Texts, 'headline' | 'description' | 'instruction'>;

function comesDown(facts: HazardFacts): Said {
  return {
    headline: '物体が落下します。対象区域に近づかないでください。',
    description: `物体が落下します。${impact(facts)}${under(facts)}これは攻撃の警報ではありません。`,
    instruction:
      '船舶と航空機は対象区域に入らないでください。対象区域にお住まいの方は、その時間が過ぎるまで屋内にいてください。落下物には触れないでください。見つけたときは当局に知らせてください。',
  };
}

const FREE = '対象区域に入っても構いません。落下物には触れないでください。見つけたときは当局に知らせてください。';

const HAZARD_OVER: Readonly<Record<HazardEnd['kind'], Said>> = {
  'window-over': {
    headline: '落下が予測された時間は過ぎました。',
    description: '物体の落下が予測された時間は過ぎました。落下は誰にも確認されていません。',
    instruction: FREE,
  },
  'does-not-come-down': {
    headline: '落下の情報を終わります。',
    description: 'その後の観測結果は、物体がそこに落下することを裏付けていません。',
    instruction: FREE,
  },
  'track-lost': { headline: '落下の情報を終わります。', description: '物体は見えるはずのセンサーに見えていません。', instruction: FREE },
  warned: {
    headline: 'この情報は警報に引き継がれます。',
    description: 'この物体についての警報が準備されているか、出されています。',
    instruction: '対象区域に近づかないでください。警報が出たときは、それに従ってください。',
  },
  'same-object': {
    headline: 'この情報は引き継がれます。',
    description: '二つの情報は同じ物体についてのものでした。もう一方の情報が続いています。',
    instruction: '続いている情報の対象区域に近づかないでください。',
  },
};

type Window = Pick<Facts, 'impactFrom_us' | 'impactTo_us'>;

const CAUSES: Readonly<Record<Hypothesis, string>> = {
  'ballistic-missile': '弾道ミサイル',
  'space-launch': '宇宙ロケットの打ち上げ',
  'powered-return': '噴射しながら帰還するロケット',
  satellite: '人工衛星',
  're-entry': '軌道から落下中の物体',
  aircraft: '航空機',
  meteor: '流星',
  'sun-glint': '太陽光の反射',
  'moon-echo': '月からのレーダー反射',
  'stationary-heat': '動かない熱源',
  unknown: '飛行中の未確認物体',
};

const HEADLINES: Readonly<Record<Facts['purpose'], (cause: string) => string>> = {
  alert: (cause) => `${cause}：直ちに避難してください。`,
  update: (cause) => `${cause}：警報の内容が変わりました。直ちに避難してください。`,
  end: (cause) => `${cause}：警報を解除しました。`,
  retraction: () => '警報を取り消しました。',
  'same-object': (cause) => `${cause}：同じ物体に警報が二つ出ていました。もう一方の警報は続いています。避難してください。`,
};

const SHELTER =
  '直ちに頑丈な建物の中か地下に入ってください。窓から離れてください。近くに建物がない場合は、地面に伏せて頭を守ってください。警報が解除されるまでそのまま待ってください。';

const INSTRUCTIONS: Readonly<Record<Facts['purpose'], string>> = {
  alert: SHELTER,
  update: `新しい対象区域の中にいるかどうかを確認してください。${SHELTER}`,
  end: '避難場所を出ても構いません。落下物には触れないでください。見つけたときは当局に知らせてください。',
  retraction: '避難する必要はありません。',
  'same-object': `続いている警報の対象区域を確認してください。${SHELTER}`,
};

function description(facts: Facts): string {
  switch (facts.purpose) {
    case 'alert':
    case 'update':
      return [seen(facts), ...parted(facts), impact(facts), under(facts), ...flight(facts)].join('');
    case 'end':
      return facts.isOver
        ? `落下が予測された時間は${span(facts)}でした。その時間は過ぎました。警報を解除します。`
        : '落下が予測された時間の前ですが、警報を解除します。';
    case 'same-object':
      return 'この警報ともう一つの警報は同じ物体についてのものです。誤報ではありません。もう一方の警報が引き継ぎます。';
    case 'retraction':
      return `先に出した警報を取り消します。${facts.byPeople ? '当直の担当者が取り消しを決めました。' : 'その後の観測結果は警報を裏付けていません。'}`;
  }
}

function seen({ sighting, cause }: Facts): string {
  return sighting.basis === 'observed' ? observed(sighting, CAUSES[cause]) : predicted(sighting);
}

function observed({ lastObserved_us }: Sighting<'observed'>, cause: string): string {
  return `${cause}：${instant(lastObserved_us)}に飛行を観測しました。`;
}

function predicted({ lastObserved_us }: Sighting<'predicted'>): string {
  return `最後に捉えたのは${instant(lastObserved_us)}です。以下はそこからの予測です。`;
}

function impact(facts: Window): string {
  return `対象区域内への落下が予測される時間は${span(facts)}です。`;
}

function parted({ pieces }: Facts): string[] {
  return pieces < 2 ? [] : [`飛行中に${pieces}個に分かれました。対象区域は${pieces === 2 ? '両方' : 'すべて'}の落下予測地点を含みます。`];
}

function under({ people }: Pick<Facts, 'people'>): string {
  switch (people.kind) {
    case 'not-looked-up':
      return '対象区域内の地点は調べられていません。';
    case 'none-found': {
      const { nearest } = people;
      const near =
        nearest &&
        `最も近い地点は${nearest.name}で、落下予測地点の${COMPASS[compassIndex(nearest.bearing_rad)]}${Math.round(nearest.distance_m / 1000)}キロメートルです。`;
      return `対象区域内に登録された地点はありません。${near ?? ''}`;
    }
    case 'counted': {
      const number = people.atLeast < 1 ? '' : `区域内の人口は少なくとも${roundNumberInMyriads(people.atLeast)}人です。`;
      const rest = people.partly === true ? '区域の一部は調べられていません。' : '';
      return `対象区域内の地点：${named(people)}。${number}${rest}`;
    }
  }
}

const COMPASS = ['北', '北東', '東', '南東', '南', '南西', '西', '北西'];

/** The same number as in English: two digits, rounded down; 1200000 as 120万. */
function roundNumberInMyriads(people: number): string {
  const two = twoDigits(people);
  return two >= 1e4 ? `${two / 1e4}万` : String(two);
}

function named({ places, morePlaces }: Counted): string {
  return `${places.map(({ name }) => name).join('、')}${morePlaces > 0 ? `、ほか${morePlaces}地点` : ''}`;
}

function flight({ flight: kind, overAt_us }: Facts): string[] {
  if (kind === 'may-turn')
    return [`進路が変わる可能性があります。その場合に${instant(overAt_us)}までに落下する可能性のある、より広い区域を別に示します。`];
  return kind === 'may-manoeuvre' ? ['進路が変わる可能性があるため、区域を広く取っています。'] : [];
}

function areaDescription({ people, centre }: Pick<Facts, 'people' | 'centre'>): string {
  const around =
    centre === undefined
      ? '区域は不明'
      : `${degreesOf(centre.latitude_deg, '北緯', '南緯')}、${degreesOf(centre.longitude_deg, '東経', '西経')}付近の区域`;
  if (people.kind === 'counted') return `${around}（${named(people)}）`;
  return people.kind === 'none-found' ? `${around}（登録された地点なし）` : around;
}

function degreesOf(angle_deg: number, positive: string, negative: string): string {
  return `${angle_deg < 0 ? negative : positive}${Math.abs(angle_deg).toFixed(1)}度`;
}

function span({ impactFrom_us, impactTo_us }: Window): string {
  const [from, to] = [utcParts(impactFrom_us), utcParts(impactTo_us)];
  return `${instant(impactFrom_us)}から${from.day === to.day ? clock(to) : instant(impactTo_us)}まで`;
}

function instant(at_us: Micros): string {
  const parts = utcParts(at_us);
  return `協定世界時${parts.year}年${parts.month}月${parts.day}日${clock(parts)}`;
}

function clock({ hour, minute, second }: ReturnType<typeof utcParts>): string {
  return `${hour}時${minute}分${second}秒`;
}
