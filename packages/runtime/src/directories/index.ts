export { type QeilDirectories, qeilDirectories } from './qeil-directories.js';
