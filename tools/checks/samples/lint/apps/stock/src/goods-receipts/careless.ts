const save = async () => 'saved';

export default class Careless {} // refused: navette/no-default-export

export async function careless(
  rows: string[],
  unused: string, // refused: @typescript-eslint/no-unused-vars
) {
  save(); // refused: @typescript-eslint/no-floating-promises
  rows.forEach(save); // refused: @typescript-eslint/no-misused-promises
  await rows.length; // refused: @typescript-eslint/await-thenable
  console.log('done'); // refused: no-console
}

/* eslint-disable-next-line no-console */ // refused: navette/reasoned-disable
export const loud = () => console.log('loud');

// eslint-disable-next-line no-console -- the reader learns why
export const reasoned = () => console.log('loud');
