export const Receipt = { decode: (): Receipt => ({ id: '' }) };
export type Receipt = { id: string };
