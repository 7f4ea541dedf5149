export const colours = ["#4cc38a", "#6aa9ff", "#e5b567", "#c792ea", "#f07178", "#7fdbca"];

export function sizeOf(root: HTMLElement): { width: number; height: number } {
  return { width: Math.max(260, root.clientWidth), height: 230 };
}
