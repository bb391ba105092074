export const misnamed = true; // refused: navette/file-name
