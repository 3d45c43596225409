/** Worker environment of the torture tests. */
export const environment = {
  name: 'torture',
  context: input => input,
  ops: {
    gethttpquery: () => 'q',
    gethttpfield: () => ['x'.repeat(1_000_000)],
    storecdr: () => {
      for (;;);
    },
    setapplicationstatus: () => process.exit(3),
    sysprofile: (_context, x) => x ?? null,
    myemail: () => {
      throw new Error('broken');
    },
  },
};
