/** A pause that can be cut short. A call while nobody pauses is kept for the next one: what it told of is not yet seen. */
export class Wake {
  #called = false;
  #end: (() => void) | undefined;

  call(): void {
    this.#called = true;
    this.#end?.();
  }

  /** Waits until called, at most about `ms`: with jitter, so that copies of a service do not poll in step. */
  async pause(ms: number): Promise<void> {
    if (!this.#called) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms * (0.75 + Math.random() / 2));
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#called = false;
    this.#end = undefined;
  }
}
