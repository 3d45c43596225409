/** Parts of the page that are loaded when somebody uses them. */
import { toast } from '../ui/toast.js';

/**
 * What uses a part: loads it at the first use, does at once what comes later. Says so when the part does not come, and
 * tries again at the next use.
 */
export function later<Part>(load: () => Promise<Part>): (act: (part: Part) => unknown) => Promise<void> {
  let loading: Promise<Part> | null = null;
  return async act => {
    loading ??= load();
    let part: Part;
    try {
      part = await loading;
    } catch {
      loading = null;
      toast('A part of this page did not come from the server. Is it still there?');
      return;
    }
    await act(part);
  };
}
