/** The version of this package, where no file can be read: in browsers. A test holds it and package.json together. */
export const VERSION = '0.1.0';
