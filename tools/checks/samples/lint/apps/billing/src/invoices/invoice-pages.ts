/** Not a file about money: counting in numbers is what numbers are for. */
export const pages = (lines: number) => Math.ceil(lines / 40);
