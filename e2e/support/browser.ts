import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { System } from '../../flows/support/system.js';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Sizes at which pages must work (WE-10). */
export const SCREENS = {
  laptop: { width: 1366, height: 768 },
  desk: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
} as const;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['NAVETTE_TEST_BROWSER'] ?? '/usr/bin/chromium', args: ARGS });
}

/** A person at a browser of their own. What the page's scripts complain about fails the spec that looks. */
export class Person {
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly system: System,
  ) {
    page.on('console', (message) => {
      // The browser itself reports refusals that pages expect (a wrong password), as what it loaded.
      const expected = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !expected) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async sitDown(
    browser: Browser,
    system: System,
    {
      screen = SCREENS.laptop,
      language = 'fr-FR',
    }: { screen?: { width: number; height: number }; language?: string } = {},
  ): Promise<Person> {
    const context = await browser.newContext({ viewport: screen, locale: language, acceptDownloads: true });
    // A browser without a window has no dialog for printing, and a slow one crashes while it prints a paper for nobody.
    await context.addInitScript('window.print = () => undefined');
    const person = new Person(await context.newPage(), context, system);
    await person.page.goto(system.url('api'));
    return person;
  }

  /** By keyboard alone, as everything here where there is no reason to use the mouse. */
  async signIn(
    login = this.system.env['NAVETTE_SEED_USER_LOGIN'] as string,
    password = this.system.env['NAVETTE_SEED_USER_PASSWORD'] as string,
  ): Promise<void> {
    // Typed before the field has the focus, it is nowhere.
    await this.page.getByLabel('Identifiant').and(this.page.locator(':focus')).waitFor();
    await this.page.keyboard.type(login);
    await this.page.keyboard.press('Tab');
    await this.page.keyboard.type(password);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('navigation', { name: 'Rubriques' }).waitFor();
  }

  /** The same person, signed in, at another window of the same browser. */
  async openWindow(): Promise<Person> {
    return new Person(await this.context.newPage(), this.context, this.system);
  }

  /** How this browser shows pages; what the page of preferences writes. */
  async prefer(preferences: object): Promise<void> {
    await this.page.evaluate(
      `localStorage.setItem('navette.preferences', ${JSON.stringify(JSON.stringify(preferences))})`,
    );
    await this.page.reload();
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** What a barcode scanner types, wherever the focus is: keys 5 ms apart, however slow this machine is, then Enter. */
  async scan(code: string): Promise<void> {
    const keyboard = await this.context.newCDPSession(this.page);
    const begin = Date.now() / 1_000;
    for (const [i, key] of [...code, 'Enter'].entries()) {
      const text = key === 'Enter' ? '\r' : key;
      const more = key === 'Enter' ? { code: key, windowsVirtualKeyCode: 13 } : {};
      const pressed = { key, ...more, timestamp: begin + i * 0.005 };
      await keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', text, ...pressed });
      await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed });
    }
    await keyboard.detach();
  }

  /** Serious findings of axe on what is shown, by rule and place; none is what a page should have. */
  async axe(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }

  /** A picture for people to look at, kept where `NAVETTE_E2E_PICTURES` names a folder. */
  async picture(name: string): Promise<void> {
    const folder = process.env['NAVETTE_E2E_PICTURES'];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
