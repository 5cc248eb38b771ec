/** Where statements about an image are written and read unless `--attestation` says otherwise. */
export const attestationFile = 'pratique.intoto.jsonl';
