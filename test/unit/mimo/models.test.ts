import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogue, defaultModel, mergeModels, modelInfo } from '../../../src/mimo/models.ts';
import { systemPrompt } from '../../../src/mimo/systemPrompt.ts';

describe('the model catalogue', () => {
  it('holds every documented chat model once, current ones first', () => {
    assert.deepEqual(
      catalogue.map(({ id, retired }) => (retired ? `${id} until ${retired}` : id)),
      [
        'mimo-v2.6-pro',
        'mimo-v2.6-flash',
        'mimo-v2.6-pro-ultraspeed',
        'mimo-v2.5-pro until 2026-10-21',
        'mimo-v2.5 until 2026-10-21',
        'mimo-v2-pro until 2026-06-30',
        'mimo-v2-omni until 2026-06-30',
        'mimo-v2-flash until 2026-06-30',
      ],
    );
  });

  it('knows limits, media, prices and the thinking default', () => {
    assert.deepEqual(modelInfo('mimo-v2.6-pro'), {
      id: 'mimo-v2.6-pro',
      contextTokens: 1_048_576,
      maxOutputTokens: 131_072,
      input: ['text', 'image', 'audio', 'video'],
      price: {
        usd: { input: 0.435, cached: 0.0036, output: 0.87 },
        cny: { input: 3, cached: 0.025, output: 6 },
      },
      thinkingDefault: true,
    });
    assert.deepEqual(modelInfo('mimo-v2-flash'), {
      id: 'mimo-v2-flash',
      contextTokens: 262_144,
      maxOutputTokens: 65_536,
      input: ['text'],
      price: { usd: { input: 0.14, cached: 0.0028, output: 0.28 } },
      thinkingDefault: false,
      retired: '2026-06-30',
    });
  });

  it('gives an unknown id cautious limits and no price', () => {
    const info = modelInfo('mimo-v3');
    assert.equal(info.id, 'mimo-v3');
    assert.equal(info.maxOutputTokens, 32_768);
    assert.equal(info.price, undefined);
    assert.deepEqual(info.input, ['text']);
    assert.equal(modelInfo('MIMO-V2.6-PRO').price, undefined, 'ids are case-sensitive');
  });

  it('lists live models first, marks them, and leaves speech models out', () => {
    const merged = mergeModels(['mimo-v3', 'mimo-v2.5-tts', 'mimo-v2.6-flash', 'mimo-v2.5-asr', 'mimo-v3']);
    assert.deepEqual(
      merged.slice(0, 3).map(({ id, live }) => [id, live]),
      [
        ['mimo-v3', true],
        ['mimo-v2.6-flash', true],
        ['mimo-v2.6-pro', undefined],
      ],
    );
    assert.equal(merged.length, catalogue.length + 1);
    assert.equal(merged[1]?.contextTokens, 1_048_576);
  });

  it('has a default that the endpoint serves', () => {
    assert.equal(defaultModel('payAsYouGo'), 'mimo-v2.6-pro');
    assert.equal(defaultModel('custom'), 'mimo-v2.6-pro');
    assert.equal(defaultModel('mimoV2'), 'mimo-v2-pro');
  });
});

describe('the system prompt', () => {
  const now = new Date(2025, 11, 16, 23, 59);

  it('has the date and weekday in English', () => {
    assert.equal(
      systemPrompt('en', now),
      "You are MiMo, an AI assistant developed by Xiaomi.\nToday's date: December 16, 2025 Tuesday. Your knowledge cutoff date is December 2024.",
    );
  });

  it('has the date and weekday in Chinese', () => {
    assert.equal(
      systemPrompt('zh-cn', now),
      '你是MiMo(中文名称也是MiMo),是小米公司研发的AI智能助手。\n今天的日期:2025年12月16日 星期二,你的知识截止日期是2024年12月。',
    );
  });

  it('stays the same all day and changes at midnight', () => {
    assert.equal(systemPrompt('en', new Date(2025, 11, 16, 0, 0)), systemPrompt('en', now));
    assert.notEqual(systemPrompt('en', new Date(2025, 11, 17, 0, 0)), systemPrompt('en', now));
  });
});
