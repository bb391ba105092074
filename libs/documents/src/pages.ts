import { mm, type Box, type Paper } from './paper.js';

const MARGIN = { left: mm(15), right: mm(15), top: mm(14), bottom: mm(20) };

/** The A4 pages of a document and how far down the current one is written. */
export class Pages {
  /** Where the next block begins, in points from the top. */
  y = 0;
  /** What stands again where a block goes on after a page break, such as the headings of a table. */
  repeated: (() => void) | undefined;

  /** @param continued writes the head of every page but the first, from `y` on */
  constructor(
    readonly paper: Paper,
    private readonly landscape: boolean,
    private readonly continued: () => void,
  ) {
    this.addPage();
  }

  get left(): number {
    return MARGIN.left;
  }

  get width(): number {
    return this.paper.page.width - MARGIN.left - MARGIN.right;
  }

  /** The lowest that a block may reach; below it is the foot. */
  get bottom(): number {
    return this.paper.page.height - MARGIN.bottom;
  }

  /** A box over the whole width from `y` on. */
  rest(): Box {
    return { x: this.left, y: this.y, width: this.width, height: this.bottom - this.y };
  }

  /** Begins a page if less than `height` points are left on this one. */
  room(height: number): void {
    if (this.y + height <= this.bottom) return;
    this.addPage();
    this.continued();
    this.repeated?.();
  }

  private addPage(): void {
    // pdfkit begins pages of its own where text passes its margin: ours are counted here alone.
    this.paper.addPage({
      size: 'A4',
      layout: this.landscape ? 'landscape' : 'portrait',
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
    });
    this.y = MARGIN.top;
  }
}
