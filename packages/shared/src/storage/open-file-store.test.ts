import { openFileStore } from './open-file-store';

test.each([
  ['s3://bucket?Region=eu-1', 'a storage URL has no parameter Region'],
  ['s3://bucket?forcePathStyle=yes', 'forcePathStyle of a storage URL is true or false'],
  ['s3://bucket?silence=soon', 'silence of a storage URL is a whole number of seconds'],
  ['s3:///prefix', 'an s3: storage URL names a bucket'],
  ['ftp://host/directory', 'a storage URL begins with file: or s3:, not ftp:'],
])('%s is refused: %s', (url, message) => {
  expect(() => openFileStore(url)).toThrow(message);
});
