/** Holds both catalogues together: keys, placeholders, terms, punctuation, and that every text renders whole. */
import { describe, expect, test } from 'vitest';
import { catalogues, type Section } from './catalogue.ts';
import { type Language, languages } from './language.ts';
import { fill, placeholders, plainJoin, spacedJoin } from './template.ts';

const sections = Object.keys(catalogues.en) as Section[];
const joins = { en: plainJoin, 'zh-TW': spacedJoin };
const entries = (language: Language): [string, string][] =>
  sections.flatMap((section) =>
    Object.entries(catalogues[language][section]).map(([key, template]): [string, string] => [
      `${section}.${key}`,
      template,
    ]),
  );
const chinese = new Map(entries('zh-TW'));

/** Words of other Chinese than Taiwan's, and what a catalogue must not say. */
const never = [
  ...[
    '收件人',
    '发件人',
    '發件人',
    '寄件人',
    '隊列',
    '服務器',
    '用戶',
    '默認',
    '轉發',
    '郵箱',
    '軟件',
    '程序',
    '網絡',
  ],
  ...['登錄', '賬', '數據', '信息', '文件夾', '回收站', '通過', '日志', '表頭', '网', '垃圾箱', '記錄檔'],
];

describe('catalogues', () => {
  test('both languages have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual(
      entries('en')
        .map(([key]) => key)
        .sort(),
    );
  });

  test.each(entries('en'))('%s has the same placeholders in both', (key, template) => {
    // Whether a text asks for a value first may differ; what it can name may not.
    const bare = (names: string[]) => [...new Set(names.map((name) => name.replace('?', '')))].sort();
    const theirs = chinese.get(key)!;
    expect(bare(placeholders(theirs))).toEqual(bare(placeholders(template)));
    const required = (text: string) =>
      placeholders(text).filter((name) => !name.endsWith('?') && !placeholders(text).includes(`${name}?`));
    expect(required(theirs)).toEqual(required(template));
  });

  test.each([...chinese])("%s keeps to Taiwan's terms and punctuation", (_key, template) => {
    for (const word of never) expect(template).not.toContain(word);
    // Where texts meet, the join sets the space.
    const words = template.replace(/\{[a-zA-Z]+\??|[{}|]/g, '\0');
    expect(words).not.toMatch(/\p{Script=Han}[,;:!?()"]|[,;!?()"]\p{Script=Han}/u);
    expect(words).not.toMatch(/\p{Script=Han}[a-zA-Z0-9]|[a-zA-Z0-9]\p{Script=Han}/u);
  });

  describe.each(languages)('%s renders', (language) => {
    test.each(entries(language))('%s with everything known, and with nothing', (key, template) => {
      const names = placeholders(template);
      const given = Object.fromEntries(names.map((name) => [name.replace('?', ''), 'x1']));
      const required = Object.fromEntries(
        names
          .filter((name) => !name.endsWith('?') && !names.includes(`${name}?`))
          .map((name) => [name, 'x1']),
      );
      for (const values of [given, required]) {
        const text = fill(template, values, joins[language]);
        expect(text).not.toMatch(/[{}|]/);
        expect(text).not.toMatch(/ {2}| [.,;:]|^ | $|,\.|:\.|，。|：。|（）|\(\)|undefined/);
        if (!/^(?:names|labels)\./.test(key))
          expect(text).toMatch(language === 'en' ? /[.]$|: \S.*$/ : /。$|：\S.*$/);
      }
    });
  });
});
