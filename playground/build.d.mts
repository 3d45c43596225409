export function buildPlayground(root: string, target: string, prelude: string): Promise<void>;
