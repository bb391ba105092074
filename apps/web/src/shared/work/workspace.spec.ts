import { describe, expect, it } from '@jest/globals';
import { Workspace, type TabStorage } from './workspace.js';

function storage(text: string | null = null): TabStorage & { text: string | null } {
  return {
    text,
    read() {
      return this.text;
    },
    write(next) {
      this.text = next;
    },
  };
}

const keys = (workspace: Workspace) => workspace.state().tabs.map(({ key }) => key);

describe('WE-2 tabs of open records', () => {
  it('opens beside the tab in front, and goes back to what is open', () => {
    const workspace = new Workspace(storage(), '/');
    workspace.open('/parties');
    workspace.open('/parties/1');
    workspace.open('/');
    workspace.open('/orders');
    expect(keys(workspace)).toEqual(['/', '/orders', '/parties', '/parties/1']);
    workspace.open('/parties/1');
    expect(workspace.state().active).toBe('/parties/1');
    expect(keys(workspace)).toHaveLength(4);
  });

  it('keeps the search of a list when its bare path is asked for, and takes a new one', () => {
    const workspace = new Workspace(storage(), '/parties?q=petit');
    workspace.open('/');
    workspace.open('/parties');
    expect(workspace.state().tabs.find(({ key }) => key === '/parties')?.href).toBe('/parties?q=petit');
    workspace.open('/parties?q=martin');
    expect(workspace.state().tabs.find(({ key }) => key === '/parties')?.href).toBe('/parties?q=martin');
  });

  it('survives a reload, and whatever somebody put into the storage', () => {
    const kept = storage();
    const before = new Workspace(kept, '/parties/1');
    before.name('/parties/1', 'Petit Jean');
    const after = new Workspace(storage(kept.text), '/');
    expect(after.state().tabs.find(({ key }) => key === '/parties/1')?.title).toBe('Petit Jean');
    for (const text of ['', '{', '{"a":1}', '[null, 3, {"href":"//evil.test"}, {"href":"javascript:x"}]']) {
      expect(keys(new Workspace(storage(text), '/'))).toEqual(['/']);
    }
  });

  it('closes to the neighbour, never to nothing, and turns a draft into its record', () => {
    const workspace = new Workspace(storage(), '/');
    workspace.open('/parties/new');
    workspace.markUnsaved('/parties/new', true);
    workspace.become('/parties/new', '/parties/7');
    expect(workspace.state()).toMatchObject({ active: '/parties/7', tabs: [{ key: '/' }, { unsaved: false }] });
    workspace.close('/parties/7');
    expect(workspace.state().active).toBe('/');
    workspace.close('/');
    expect(keys(workspace)).toEqual(['/']);
  });

  it('closes the oldest saved tab beyond thirty, never one with something typed', () => {
    const workspace = new Workspace(storage(), '/');
    workspace.open('/first');
    workspace.markUnsaved('/first', true);
    for (let n = 0; n < 40; n += 1) workspace.open(`/parties/${String(n)}`);
    expect(keys(workspace)).toHaveLength(30);
    expect(keys(workspace)).toContain('/first');
    expect(workspace.state().active).toBe('/parties/39');
  });
});
