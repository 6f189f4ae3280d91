import type { BoxXyxyPx, PlanarImage } from '@vitrine/models';

/** One picture, as each peer wants it; making the RGB picture is not part of what is measured. */
export interface PeerFrame {
  readonly atMs: number;
  readonly planes: PlanarImage;
  /** u8[720,1280,3] */
  readonly rgb: Uint8Array;
}

/** Something that finds faces and says age and gender of them. */
export interface Peer {
  /** What it is, and on what it runs. */
  readonly name: string;
  /** @returns boxes of the faces found, in pixels of the picture, after all that it does with them */
  look(frame: PeerFrame): Promise<readonly BoxXyxyPx[]>;
  close(): Promise<void>;
}
