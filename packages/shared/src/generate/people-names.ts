import { weighted } from './random';

/** As written in its own script, and in the letters that logins and mailboxes mostly keep to. */
export type NamePart = readonly [written: string, plain: string];
export type Culture = {
  given: readonly [NamePart, ...NamePart[]];
  family: readonly [NamePart, ...NamePart[]];
  /** Where the family name is written first, and with what between the parts. */
  familyFirst?: boolean;
  between?: string;
};

const same = (...names: readonly [string, ...string[]]) =>
  names.map((name): NamePart => [name, name.toLowerCase()]) as [NamePart, ...NamePart[]];

const english: Culture = {
  given: same(
    'Ann',
    'James',
    'Olivia',
    'Liam',
    'Grace',
    'Noah',
    'Ruth',
    'Ethan',
    'Zoe',
    'Henry',
    'Mia',
    'Jack',
  ),
  family: [
    ...same('Smith', 'Lee', 'Walker', 'Nguyen', 'Clarke', 'Okafor', 'Hughes', 'Patel', 'Young', 'Rossi'),
    ["O'Brien", "o'brien"],
    ['O’Neill', 'oneill'],
    ["D'Angelo", 'dangelo'],
    ['Smith-Jones', 'smith-jones'],
    ['van der Berg', 'vanderberg'],
    ['MacDonald', 'macdonald'],
  ],
};
const accented: Culture = {
  given: [
    ['José', 'jose'],
    ['Jean-Luc', 'jean-luc'],
    ['Zoë', 'zoe'],
    ['François', 'francois'],
    ['Jürgen', 'juergen'],
    ['Björk', 'bjork'],
    ['Łukasz', 'lukasz'],
    ['Renée', 'renee'],
    ['Søren', 'soren'],
    ['Ángela', 'angela'],
    ['Ömer', 'omer'],
    ['Thuỳ', 'thuy'],
  ],
  family: [
    ['García', 'garcia'],
    ['Müller', 'mueller'],
    ['Groß', 'gross'],
    ['Çelik', 'celik'],
    ['Ångström', 'angstrom'],
    ['Nuñez', 'nunez'],
    ['Dvořák', 'dvorak'],
    ['Wójcik', 'wojcik'],
    ['Đặng', 'dang'],
    ['Þórsdóttir', 'thorsdottir'],
    ['Lefèvre', 'lefevre'],
    ['Ferreira da Conceição', 'ferreira'],
  ],
};
const greek: Culture = {
  given: [
    ['Ελένη', 'eleni'],
    ['Γιώργος', 'giorgos'],
    ['Μαρία', 'maria'],
    ['Νίκος', 'nikos'],
  ],
  family: [
    ['Παπαδοπούλου', 'papadopoulou'],
    ['Αντωνίου', 'antoniou'],
    ['Οικονόμου', 'oikonomou'],
  ],
};
const cyrillic: Culture = {
  given: [
    ['Анна', 'anna'],
    ['Сергей', 'sergei'],
    ['Оксана', 'oksana'],
    ['Йован', 'jovan'],
  ],
  family: [
    ['Иванова', 'ivanova'],
    ['Шевченко', 'shevchenko'],
    ['Ђорђевић', 'djordjevic'],
    ['Королёв', 'korolev'],
  ],
};
const chinese: Culture = {
  familyFirst: true,
  between: '',
  given: [
    ['伟', 'wei'],
    ['芳', 'fang'],
    ['秀英', 'xiuying'],
    ['子轩', 'zixuan'],
  ],
  family: [
    ['王', 'wang'],
    ['李', 'li'],
    ['张', 'zhang'],
    ['歐陽', 'ouyang'],
  ],
};
const japanese: Culture = {
  familyFirst: true,
  given: [
    ['さくら', 'sakura'],
    ['健太', 'kenta'],
    ['ミドリ', 'midori'],
  ],
  family: [
    ['佐藤', 'sato'],
    ['髙橋', 'takahashi'],
    ['渡邊', 'watanabe'],
  ],
};
const korean: Culture = {
  familyFirst: true,
  between: '',
  given: [
    ['민준', 'minjun'],
    ['서연', 'seoyeon'],
  ],
  family: [
    ['김', 'kim'],
    ['박', 'park'],
  ],
};
const arabic: Culture = {
  given: [
    ['محمد', 'mohammed'],
    ['فاطمة', 'fatima'],
    ['يوسف', 'yusuf'],
  ],
  family: [
    ['الحسن', 'al-hassan'],
    ['إبراهيم', 'ibrahim'],
    ['خوري', 'khoury'],
  ],
};
const hebrew: Culture = {
  given: [
    ['נועה', 'noa'],
    ['אבי', 'avi'],
  ],
  family: [
    ['לוי', 'levi'],
    ['כהן', 'cohen'],
  ],
};
const devanagari: Culture = {
  given: [
    ['प्रिया', 'priya'],
    ['अर्जुन', 'arjun'],
    ['सुनीता', 'sunita'],
  ],
  family: [
    ['शर्मा', 'sharma'],
    ['पाटील', 'patil'],
    ['कुलकर्णी', 'kulkarni'],
  ],
};
const thai: Culture = {
  given: [
    ['สมชาย', 'somchai'],
    ['มะลิ', 'mali'],
  ],
  family: [
    ['ใจดี', 'jaidee'],
    ['ศรีสุข', 'srisuk'],
  ],
};

export const cultureOf = weighted<Culture>([
  [english, 48],
  [accented, 24],
  [greek, 3],
  [cyrillic, 5],
  [chinese, 6],
  [japanese, 3],
  [korean, 2],
  [arabic, 3],
  [hebrew, 1],
  [devanagari, 4],
  [thai, 1],
]);
