// Writes an Ed25519 and an RSA pair of keys into a folder: ed25519.pem, ed25519.pub.pem, rsa.pem, rsa.pub.pem.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
for (const [kind, options] of [['ed25519', {}], ['rsa', { modulusLength: 2048 }]]) {
  const { privateKey, publicKey } = generateKeyPairSync(kind, options);
  writeFileSync(join(folder, `${kind}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(folder, `${kind}.pub.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
}
