import { describe, expect, test } from 'vitest';
import { fill, placeholders, plainJoin, spacedJoin } from './template.ts';

describe('fill', () => {
  const template = "In {owner?{owner}'s|the} trash{ip?, from {ip}{port?:{port}}}.";

  test('chooses by what is known', () => {
    expect(fill(template, { owner: 'jerry', ip: '192.0.2.1' }, plainJoin)).toBe(
      "In jerry's trash, from 192.0.2.1.",
    );
    expect(fill(template, { ip: '192.0.2.1', port: '25' }, plainJoin)).toBe(
      'In the trash, from 192.0.2.1:25.',
    );
    expect(fill(template, {}, plainJoin)).toBe('In the trash.');
  });

  test('never reads a value as a template', () => {
    expect(fill('{name}!', { name: '{name?a|b}}|' }, plainJoin)).toBe('{name?a|b}}|!');
  });

  test('a missing value and a broken template are bugs', () => {
    expect(() => fill('{name}', {}, plainJoin)).toThrow('BUG:');
    expect(() => fill('a } b', {}, plainJoin)).toThrow('BUG:');
    expect(() => fill('{name?a', {}, plainJoin)).toThrow('BUG:');
  });

  test('a bar outside of a choice is a bar', () => {
    expect(fill('a|b', {}, plainJoin)).toBe('a|b');
  });

  test('sets a space between Chinese and Latin, and nowhere else', () => {
    const join = (where: string) => fill('在{where}裡', { where }, spacedJoin);
    expect(join('jerry')).toBe('在 jerry 裡');
    expect(join('收件匣')).toBe('在收件匣裡');
    expect(join('資料夾「X」')).toBe('在資料夾「X」裡');
  });

  test('lists placeholders', () => {
    expect(placeholders(template)).toEqual(['ip', 'ip?', 'owner', 'owner?', 'port', 'port?']);
  });
});
