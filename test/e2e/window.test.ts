import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openWorkbench, type Workbench } from './workbench.ts';

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`A window in ${locale}`, () => {
    let window: Workbench;
    before(async () => {
      window = await openWorkbench({ locale, files: { 'sum.ts': 'one\ntwo\nthree\n' } });
    });
    after(() => window.close());

    test('shows the chat view when the icon in the activity bar is clicked', async () => {
      await window.chat.open();
      assert.equal(await window.chat.icon.getAttribute('aria-expanded'), 'true');
      await window.page
        .getByRole('heading', { name: locale === 'en' ? 'MiMo: Chat' : 'MiMo: 聊天' })
        .waitFor();
    });

    test('types into the lines that were selected', async () => {
      await window.openFile('sum.ts');
      await window.select(1, 2);
      await window.page.keyboard.type('1');
      await window.page.locator('.tab.active.dirty').waitFor();
      await window.runCommand('File: Save');
      await window.page.locator('.tab.active:not(.dirty)').waitFor();
      assert.equal(await readFile(join(window.workspaceDir, 'sum.ts'), 'utf8'), '1\nthree\n');
    });

    test('is the same window after a reload', async () => {
      await window.reload();
      await window.page.locator('.tab.active[data-resource-name="sum.ts"]').waitFor();
      await window.chat.input.waitFor();
    });
  });
}
