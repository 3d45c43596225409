export function buildPlayground(root: string, target: string, prelude: string): Promise<void>;
export function firstLoad(target: string): { readonly brotli: number; readonly gzip: number };
