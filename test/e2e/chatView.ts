import type { FrameLocator, Locator, Page } from 'playwright-core';
import { type Locale, words } from './words.ts';

/** The chat in the side bar. Locators wait by themselves; nothing here sleeps. */
export class ChatView {
  readonly #page: Page;
  readonly #words: (typeof words)[Locale];

  constructor(page: Page, locale: Locale) {
    this.#page = page;
    this.#words = words[locale];
  }

  /** The document inside the webview: continue with roles. */
  get frame(): FrameLocator {
    return this.#page
      .frameLocator('iframe.webview.ready[src*="extensionId=mimo-chat.mimo-chat"]')
      .frameLocator('iframe#active-frame');
  }

  /** The icon in the activity bar. */
  get icon(): Locator {
    return this.#page.getByRole('tab', { name: 'MiMo' });
  }

  get input(): Locator {
    return this.frame.getByRole('textbox', { name: this.#words.messageBox });
  }

  get stopButton(): Locator {
    return this.frame.getByRole('button', { name: this.#words.stop });
  }

  get questions(): Locator {
    return this.frame.getByRole('article', { name: this.#words.you });
  }

  get answers(): Locator {
    return this.frame.getByRole('article', { name: this.#words.mimo });
  }

  /** The newest answer, which may still be streaming. */
  get lastAnswer(): Locator {
    return this.answers.last();
  }

  /** Clicks the icon; settles when one can type. */
  async open(): Promise<void> {
    await this.icon.click();
    await this.input.waitFor();
  }

  /** Sends a question with Enter; settles when it stands in the conversation. */
  async ask(text: string): Promise<void> {
    const before = await this.questions.count();
    await this.input.fill(text);
    await this.input.press('Enter');
    await this.questions.nth(before).waitFor();
  }

  /** Settles when nothing streams any more; gives the text of the newest answer. */
  async answered(): Promise<string> {
    await this.lastAnswer.waitFor();
    await this.stopButton.waitFor({ state: 'hidden' });
    return this.lastAnswer.innerText();
  }

  async stop(): Promise<void> {
    await this.stopButton.click();
    await this.stopButton.waitFor({ state: 'hidden' });
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }
}
