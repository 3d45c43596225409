export interface FoundImport {
  readonly name: string;
  readonly line: number;
  readonly typeOnly: boolean;
}
export function roomOf(path: string): string | undefined;
export function importsOf(path: string, text: string): FoundImport[];
export function judge(from: string, found: FoundImport, target: string | null): string | null;
export function cycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null;
export function checkEdges(): string[];
